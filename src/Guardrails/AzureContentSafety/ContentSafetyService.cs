using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.AzureContentSafety;

/// <summary>One operation of an Azure AI Content Safety resource.</summary>
internal sealed class ContentSafetyService
{
    private readonly EngineHttp _http;
    private readonly Uri _address;
    private readonly Secret _key;

    private ContentSafetyService(EngineHttp http, Uri address, Secret key) => (_http, _address, _key) = (http, address, key);

    public static ContentSafetyService? Read(SectionReader parameters, GuardrailEnvironment environment, string operation)
    {
        var address = environment.Address(parameters, "api_base", "AZURE_CONTENT_SAFETY_API_BASE", usual: null);
        var key = environment.RequiredSecret(parameters, "api_key", "AZURE_CONTENT_SAFETY_API_KEY");
        var version = parameters.Text("api_version") ?? "2024-09-01";
        return address is null || key is null
            ? null
            : new ContentSafetyService(
                new EngineHttp(environment),
                EngineHttp.Join(address, $"contentsafety/{operation}?api-version={Uri.EscapeDataString(version)}"),
                key);
    }

    public Task<EngineReply> AskAsync(JsonObject body, CancellationToken cancellationToken) => _http.PostAsync(
        _address, body, (request, _) => request.Headers.Add("Ocp-Apim-Subscription-Key", _key.Reveal()), cancellationToken);
}
