using Realtime.Configuration;

namespace Realtime.Providers.Tests;

/// <summary>Makes requests for upstream connections.</summary>
internal static class Requests
{
    public static Deployment Deployment { get; } =
        new() { Id = "d", ModelName = "voice", Provider = "openai", ProviderModel = "gpt-realtime", ApiKey = new Secret("sk-secret") };

    public static UpstreamRequest Request(Deployment deployment, string? intent = null) => new()
    {
        Deployment = deployment,
        Intent = intent,
        Query = new Dictionary<string, string> { ["voice"] = "from-the-client" },
        Limits = new UpstreamLimits(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)),
    };
}
