using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Forms;

namespace Realtime.Simulator.Responses;

/// <summary>Writes the response object of the current form.</summary>
internal static class ResponseWriter
{
    public static JsonObject Write(string id, ResponseRequest request, string? conversationId, IEnumerable<ConversationItem> output) => new()
    {
        ["object"] = "realtime.response",
        ["id"] = id,
        ["status"] = "in_progress",
        ["status_details"] = null,
        ["output"] = new JsonArray([.. output.Select(item => ItemWriter.Write(item))]),
        ["conversation_id"] = conversationId,
        ["output_modalities"] = new JsonArray(request.Settings.SpeaksAudio ? "audio" : "text"),
        ["max_output_tokens"] = request.Settings.MaxOutputTokens is { } limit ? limit : "inf",
        ["audio"] = new JsonObject
        {
            ["output"] = new JsonObject
            {
                ["format"] = AudioFormats.WriteObject(request.Settings.OutputFormat),
                ["voice"] = request.Settings.Voice?.DeepClone(),
            },
        },
        ["usage"] = null,
        ["metadata"] = request.Metadata?.DeepClone(),
    };

    public static JsonObject Details(string type, string? reason = null, string? errorCode = null)
    {
        var details = new JsonObject { ["type"] = type };
        if (reason is not null)
        {
            details["reason"] = reason;
        }

        if (errorCode is not null)
        {
            details["error"] = new JsonObject { ["type"] = "server_error", ["code"] = errorCode, ["message"] = $"The response failed: {errorCode}." };
        }

        return details;
    }
}
