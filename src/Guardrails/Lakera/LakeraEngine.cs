using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Lakera;

/// <inheritdoc/>
internal sealed class LakeraEngine(EngineHttp http, Uri address, Secret key, LakeraOptions options) : IGuardrailEngine
{
    private const string PersonalData = "pii/";

    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = Role(request.Input), ["content"] = request.Text }),
            ["payload"] = true,
            ["breakdown"] = options.Breakdown,
        };
        if (options.Project is not null)
        {
            body["project_id"] = options.Project;
        }

        if (options.Metadata is not null)
        {
            body["metadata"] = options.Metadata.DeepClone();
        }

        var reply = await http.PostAsync(address, body, key.Reveal(), cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        return reply.Json.Flag("flagged") switch
        {
            null => GuardrailVerdict.Failed("its answer has no 'flagged'"),
            false => GuardrailVerdict.Allow,
            true when options.OnlyMonitors => GuardrailVerdict.Allow,
            true => Judge(request.Text, reply.Json),
        };
    }

    // Personal data alone is masked; anything else among it blocks.
    private static GuardrailVerdict Judge(string text, JsonElement answer)
    {
        var detected = answer.Items("breakdown").Where(finding => finding.Flag("detected") == true).ToArray();
        var onlyPersonal = detected.Length > 0
            && detected.All(finding => finding.Text("detector_type")?.StartsWith(PersonalData, StringComparison.Ordinal) == true);
        var spans = answer.Items("payload")
            .Select(span => (Start: span.Number("start"), End: span.Number("end"), Type: span.Text("detector_type") ?? ""))
            .Where(span => span.Type.StartsWith(PersonalData, StringComparison.Ordinal))
            .ToArray();
        return onlyPersonal && spans.Length > 0 && TextSpans.Replace(
            text, spans.Select(span => (span.Start, span.End, $"[MASKED {span.Type[PersonalData.Length..].ToUpperInvariant()}]"))) is { } masked
            ? GuardrailVerdict.Mask(masked)
            : GuardrailVerdict.Block("Violated guardrail policy");
    }

    private static string Role(GuardrailInput input) => EngineRoles.Of(input) is "tool" ? "user" : EngineRoles.Of(input);
}
