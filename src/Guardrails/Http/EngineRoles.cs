namespace Realtime.Guardrails.Http;

/// <summary>The roles of chat messages, in which most services want to have a text.</summary>
internal static class EngineRoles
{
    public static string Of(GuardrailInput input) => input switch
    {
        GuardrailInput.Instructions => "system",
        GuardrailInput.ToolResult => "tool",
        GuardrailInput.ModelText => "assistant",
        _ => "user",
    };
}
