using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Client;

/// <summary>Finds images in what a client sends: xAI takes none and would answer as if it had seen them.</summary>
internal static class ImageCheck
{
    /// <summary>Gets what an event that holds an image contains.</summary>
    public static ReadOnlySpan<byte> Mark => "input_image"u8;

    /// <summary>Finds the first image of a <c>conversation.item.create</c>.</summary>
    /// <param name="request">The event.</param>
    /// <returns>The dotted path of its type; <see langword="null"/> if there is no image.</returns>
    public static string? Find(JsonObject request)
    {
        if (request.Child("item")?.List("content") is { } content)
        {
            for (var index = 0; index < content.Count; index++)
            {
                if ((content[index] as JsonObject)?.Text("type") == "input_image")
                {
                    return $"item.content[{index}].type";
                }
            }
        }

        return null;
    }
}
