using System.Text.Json;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Guardrails;

/// <summary>The body of <c>/apply_guardrail</c>.</summary>
/// <param name="Guardrail">The guardrail's name.</param>
/// <param name="Text">The text.</param>
/// <param name="IsResponse">Whether it is the model's.</param>
internal sealed record GuardrailForm(string Guardrail, string Text, bool IsResponse)
{
    // The others are LiteLLM's; they say nothing that the guardrail's own entry would not.
    private static readonly string[] _known = ["guardrail_name", "text", "input_type", .. InertFieldsAttribute.Of(typeof(ApplyGuardrailRequest))];

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The form, or what is wrong with it.</returns>
    public static (GuardrailForm? Form, SessionRefusal? Refusal) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return (null, Refusals.Invalid("invalid_body", null, "Send a JSON object with guardrail_name and text."));
        }

        foreach (var member in body.EnumerateObject().Where(member => !_known.Contains(member.Name, StringComparer.Ordinal)))
        {
            return (null, Refusals.Invalid("unknown_parameter", member.Name, $"Unknown parameter: '{member.Name}'."));
        }

        if (Member(body, "guardrail_name") is not { Length: > 0 } name)
        {
            return (null, Refusals.Invalid("missing_required_parameter", "guardrail_name", "Missing required parameter: 'guardrail_name'."));
        }

        if (Member(body, "text") is not { } text)
        {
            return (null, Refusals.Invalid("missing_required_parameter", "text", "Missing required parameter: 'text'."));
        }

        var input = Member(body, "input_type") ?? "request";
        return input is "request" or "response"
            ? (new GuardrailForm(name, text, input == "response"), null)
            : (null, Refusals.Invalid("invalid_value", "input_type", "The input_type must be 'request' or 'response'."));
    }

    private static string? Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
