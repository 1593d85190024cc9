using Microsoft.Extensions.DependencyInjection;
using Realtime.Providers.Azure;
using Realtime.Providers.Bedrock;
using Realtime.Providers.Bedrock.Connection;
using Realtime.Providers.Bedrock.Credentials;
using Realtime.Providers.Gemini;
using Realtime.Providers.OpenAI;
using Realtime.Providers.Vertex;
using Realtime.Providers.WebSockets;
using Realtime.Providers.XAI;

namespace Realtime.Providers;

/// <summary>Registers the providers.</summary>
public static class ProviderServices
{
    /// <summary>Adds every provider and what they share.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddRealtimeProviders(this IServiceCollection services)
    {
        services.AddSingleton<UpstreamHandlers>();
        services.AddSingleton<WebSocketConnector>();
        services.AddSingleton<EntraTokens>();
        services.AddSingleton<IRealtimeProvider, OpenAIProvider>();
        services.AddSingleton<IRealtimeProvider, AzureProvider>();
        services.AddSingleton<IRealtimeProvider, XaiProvider>();
        services.AddSingleton<GoogleTokens>();
        services.AddSingleton<SetupTrust>();
        services.AddSingleton<IRealtimeProvider, GeminiProvider>();
        services.AddSingleton<IRealtimeProvider, VertexProvider>();
        services.AddSingleton<AwsCredentialSource>();
        services.AddSingleton<BedrockConnector>();
        services.AddSingleton<IRealtimeProvider, BedrockProvider>();
        services.AddSingleton<ProviderRegistry>();
        return services;
    }
}
