using Realtime.Simulator.Connections;
using Realtime.Simulator.Providers.Azure;
using Realtime.Simulator.Providers.AzurePreview;
using Realtime.Simulator.Providers.Bedrock;
using Realtime.Simulator.Providers.DashScope;
using Realtime.Simulator.Providers.Gemini;
using Realtime.Simulator.Providers.OpenAi;
using Realtime.Simulator.Providers.Vertex;
using Realtime.Simulator.Providers.Xai;

namespace Realtime.Simulator.Hosting;

/// <summary>Knows every provider and its paths.</summary>
internal static class ProviderRegistration
{
    public static void AddRealtimeProviders(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionHandler>();
        services.AddSingleton<LiveMemories>().AddSingleton<LiveEndpoint>();
        services.AddSingleton<ILiveService, GeminiService>().AddSingleton<ILiveService, VertexService>();
        services.AddSingleton<ClientSecrets>(provider => new(provider.GetRequiredService<SimulatorOptions>().Time));
        services.AddSingleton<IRealtimeProvider>(provider => new OpenAiProvider(Options(provider), Secrets(provider), static () => new BetaForm()));
        services.AddSingleton<IRealtimeProvider>(provider => new AzureProvider(Options(provider), Secrets(provider), isPreview: false));
        services.AddSingleton<IRealtimeProvider>(provider => new AzureProvider(Options(provider), Secrets(provider), isPreview: true));
        services.AddSingleton<IRealtimeProvider>(provider => new DashScopeProvider(Options(provider)));
        services.AddSingleton<XaiProvider>(provider => new(Options(provider), Secrets(provider)));
        services.AddSingleton<IRealtimeProvider>(provider => provider.GetRequiredService<XaiProvider>());
        services.AddSingleton<BedrockProvider>();
    }

    public static void MapRealtimeProviders(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var handler = services.GetRequiredService<ConnectionHandler>();
        foreach (var provider in services.GetServices<IRealtimeProvider>())
        {
            routes.MapGet(provider.Path, context => handler.HandleAsync(context, provider));
        }

        var live = services.GetRequiredService<LiveEndpoint>();
        foreach (var service in services.GetServices<ILiveService>())
        {
            foreach (var path in service.Paths)
            {
                routes.MapGet(path, context => live.HandleAsync(context, service));
            }
        }

        var openAi = new ClientSecretCalls(Secrets(services), OpenAiErrors.Body, takesAnyTranscriptionModel: false);
        var azure = new ClientSecretCalls(Secrets(services), AzureErrors.Body, takesAnyTranscriptionModel: true);
        routes.MapPost("/v1/realtime/client_secrets", openAi.MintAsync);
        routes.MapPost("/v1/realtime/sessions", ClientSecretCalls.RefuseBetaAsync);
        routes.MapPost("/v1/realtime/transcription_sessions", ClientSecretCalls.RefuseBetaAsync);
        routes.MapPost("/openai/v1/realtime/client_secrets", azure.MintAsync);
        routes.MapPost(BedrockProvider.Path, services.GetRequiredService<BedrockProvider>().HandleAsync);
        routes.MapPost("/xai/v1/realtime/client_secrets", services.GetRequiredService<XaiProvider>().MintAsync);
    }

    private static SimulatorOptions Options(IServiceProvider services) => services.GetRequiredService<SimulatorOptions>();

    private static ClientSecrets Secrets(IServiceProvider services) => services.GetRequiredService<ClientSecrets>();
}
