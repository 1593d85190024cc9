using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Source;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.GenericApi;

/// <summary><c>generic_guardrail_api</c>: a service of one's own behind LiteLLM's basic guardrail API.</summary>
internal sealed class GenericApiFactory : IGuardrailEngineFactory
{
    private const string Path = "beta/litellm_basic_guardrail_api";

    /// <inheritdoc/>
    public string Name => "generic_guardrail_api";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var address = environment.Address(parameters, "api_base", "GENERIC_GUARDRAIL_API_BASE", usual: null);
        var key = environment.Secret(parameters, "api_key", "GENERIC_GUARDRAIL_API_KEY");
        var headers = parameters.TextMap("headers", text => text);
        var specific = parameters.Mapping("additional_provider_specific_params");
        return address is null ? null : new GenericApiEngine(
            new EngineHttp(environment), WithPath(address), key, headers, specific is null ? new JsonObject() : (JsonObject)ConfigJson.Convert(specific)!);
    }

    // Both the service and the whole address may be given.
    private static Uri WithPath(Uri address) =>
        address.AbsolutePath.TrimEnd('/').EndsWith(Path, StringComparison.Ordinal) ? address : EngineHttp.Join(address, Path);
}
