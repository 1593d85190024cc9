using System.Text.Json;

namespace Realtime.Protocol.Conversations;

/// <summary>Reads items from the wire.</summary>
internal static class ItemReader
{
    /// <summary>How many parts of one message are kept.</summary>
    public const int MaxParts = 64;

    /// <summary>Reads an item; <see langword="null"/> if it has no type.</summary>
    public static ConversationItem? Read(JsonElement item, int maxLength)
    {
        if (item.Text("type") is not { } type)
        {
            return null;
        }

        var isKnown = type is ItemTypes.Message or ItemTypes.FunctionCall or ItemTypes.FunctionCallOutput;
        return new ConversationItem
        {
            Id = item.Text("id") ?? "",
            Type = type,
            Role = item.Text("role"),
            Status = item.Text("status"),
            Content = [.. item.Get("content").Elements().Take(MaxParts).Select(part => ReadPart(part, maxLength)).OfType<ContentPart>()],
            Name = item.Text("name"),
            CallId = item.Text("call_id"),
            Arguments = item.Text("arguments").Limit(maxLength),
            Output = ReadOutput(item.Get("output")).Limit(maxLength),
            Json = isKnown ? null : item.Raw(maxLength),
        };
    }

    private static ContentPart? ReadPart(JsonElement part, int maxLength)
    {
        if (part.Text("type") is not { } type)
        {
            return null;
        }

        var image = part.Text("image_url");
        return new ContentPart
        {
            Type = type,
            Text = part.Text("text").Limit(maxLength),
            Transcript = part.Text("transcript").Limit(maxLength),
            ImageUrl = image?.Length <= maxLength ? image : null,
            Detail = part.Text("detail"),
        };
    }

    private static string? ReadOutput(JsonElement output) => output.ValueKind == JsonValueKind.String ? output.AsText() : output.Raw();
}
