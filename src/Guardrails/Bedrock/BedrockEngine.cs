using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Bedrock;

/// <inheritdoc/>
internal sealed class BedrockEngine(EngineHttp http, Uri address, RequestSigner signer, BedrockOptions options) : IGuardrailEngine
{
    // Where an assessment tells of findings, each with the action that it had.
    private static readonly string[][] _findings =
    [
        ["topicPolicy", "topics"], ["contentPolicy", "filters"], ["wordPolicy", "customWords"], ["wordPolicy", "managedWordLists"],
        ["sensitiveInformationPolicy", "piiEntities"], ["sensitiveInformationPolicy", "regexes"], ["contextualGroundingPolicy", "filters"],
    ];

    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["source"] = request.IsResponse ? "OUTPUT" : "INPUT",
            ["content"] = new JsonArray(new JsonObject { ["text"] = new JsonObject { ["text"] = request.Text } }),
        };
        Action<HttpRequestMessage, byte[]> prepare;
        try
        {
            prepare = await signer.PrepareAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException)
        {
            return GuardrailVerdict.Failed("no AWS credentials can be found");
        }

        var reply = await http.PostAsync(address, body, prepare, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        return reply.Json.Text("action") switch
        {
            "NONE" => GuardrailVerdict.Allow,
            "GUARDRAIL_INTERVENED" => Judge(reply.Json, request.IsResponse),
            _ => GuardrailVerdict.Failed("its answer has no known 'action'"),
        };
    }

    private GuardrailVerdict Judge(JsonElement answer, bool isResponse)
    {
        var outputs = answer.Items("outputs").Concat(answer.Items("output")).Select(output => output.Text("text")).OfType<string>().ToArray();
        var text = string.Join(' ', outputs);
        var blocks = answer.Items("assessments").Any(assessment => _findings.Any(
            path => assessment.Items(path).Any(finding => finding.Text("action") == "BLOCKED")));
        if (blocks)
        {
            return options.ReplacesOnBlock && outputs.Length > 0
                ? GuardrailVerdict.Mask(text)
                : GuardrailVerdict.Block(text.Length > 0 ? text : "Violated guardrail policy");
        }

        return !(isResponse ? options.MasksResponses : options.MasksRequests) ? GuardrailVerdict.Allow
            : outputs.Length > 0 ? GuardrailVerdict.Mask(outputs[0])
            : GuardrailVerdict.Failed("it intervened, but its answer has no 'outputs'");
    }
}
