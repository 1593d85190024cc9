using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Source;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Lakera;

/// <summary><c>lakera_v2</c>: Lakera Guard.</summary>
internal sealed class LakeraFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "lakera_v2";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var address = environment.Address(parameters, "api_base", "LAKERA_API_BASE", "https://api.lakera.ai");
        var key = environment.RequiredSecret(parameters, "api_key", "LAKERA_API_KEY");
        var options = new LakeraOptions(
            parameters.Text("project_id"),
            parameters.Choice("on_flagged", "block", "monitor") == "monitor",
            parameters.Flag("breakdown") ?? true,
            parameters.Mapping("metadata") is { } metadata ? (JsonObject?)ConfigJson.Convert(metadata) : null);
        _ = parameters.Flag("payload");
        _ = parameters.Flag("dev_info");
        return address is null || key is null
            ? null
            : new LakeraEngine(new EngineHttp(environment), EngineHttp.Join(address, "v2/guard"), key, options);
    }
}
