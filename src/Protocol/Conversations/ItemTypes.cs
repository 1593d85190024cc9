namespace Realtime.Protocol.Conversations;

/// <summary>The words of the wire for items and their states.</summary>
public static class ItemTypes
{
    /// <summary>A message.</summary>
    public const string Message = "message";

    /// <summary>A call of one of the client's functions.</summary>
    public const string FunctionCall = "function_call";

    /// <summary>The client's result of a call.</summary>
    public const string FunctionCallOutput = "function_call_output";

    /// <summary>A call that the provider makes itself.</summary>
    public const string McpCall = "mcp_call";

    /// <summary>The question whether such a call may be made.</summary>
    public const string McpApprovalRequest = "mcp_approval_request";

    /// <summary>The client's answer to that question.</summary>
    public const string McpApprovalResponse = "mcp_approval_response";

    internal const string User = "user";
    internal const string Assistant = "assistant";
    internal const string System = "system";

    internal const string InputText = "input_text";
    internal const string InputAudio = "input_audio";
    internal const string InputImage = "input_image";
    internal const string OutputText = "output_text";
    internal const string OutputAudio = "output_audio";

    internal const string InProgress = "in_progress";
    internal const string Completed = "completed";
    internal const string Incomplete = "incomplete";
}
