using Realtime.Simulator.Connections;
using Realtime.Simulator.Providers.OpenAi;

namespace Realtime.Simulator.Hosting;

/// <summary>Knows every provider and its paths.</summary>
internal static class ProviderRegistration
{
    public static void AddRealtimeProviders(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionHandler>();
        services.AddSingleton<ClientSecrets>(provider => new(provider.GetRequiredService<SimulatorOptions>().Time));
        services.AddSingleton<IRealtimeProvider>(provider => new OpenAiProvider(
            provider.GetRequiredService<SimulatorOptions>(), provider.GetRequiredService<ClientSecrets>(), () => new GaForm(false)));
    }

    public static void MapRealtimeProviders(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var handler = services.GetRequiredService<ConnectionHandler>();
        foreach (var provider in services.GetServices<IRealtimeProvider>())
        {
            routes.MapGet(provider.Path, context => handler.HandleAsync(context, provider));
        }

        var secrets = services.GetRequiredService<ClientSecrets>();
        var openAi = new ClientSecretCalls(secrets, message => OpenAiErrors.Body("invalid_api_key", message, null), takesAnyTranscriptionModel: false);
        routes.MapPost("/v1/realtime/client_secrets", openAi.MintAsync);
        routes.MapPost("/v1/realtime/sessions", ClientSecretCalls.RefuseBetaAsync);
        routes.MapPost("/v1/realtime/transcription_sessions", ClientSecretCalls.RefuseBetaAsync);
    }
}
