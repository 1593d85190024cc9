using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Items;

/// <summary>Reads what an item says.</summary>
internal static class ItemContent
{
    private const string SystemMarker = "[System message] ";

    /// <summary>Reads an item.</summary>
    /// <param name="item">The item of a <c>conversation.item.create</c>.</param>
    /// <param name="input">The format of audio in it.</param>
    /// <param name="refusal">What is wrong with it; null if nothing is.</param>
    /// <returns>What it says; null where something is wrong with it.</returns>
    public static ContentTurn? Read(JsonObject item, AudioFormat input, out Refusal? refusal)
    {
        refusal = null;
        switch (item.Text("type"))
        {
            case "message":
                return Message(item, input, out refusal);
            case "function_call":
                return ContentTurn.OfText(true, $"[Called the function {item.Text("name")} with {item.Text("arguments")}]");
            case "function_call_output":
                return ContentTurn.OfText(false, $"[The function returned] {item.Text("output")}");
            default:
                refusal = Refusal.Unsupported("item.type", "The service knows messages, function calls and their results.");
                return null;
        }
    }

    private static ContentTurn? Message(JsonObject item, AudioFormat input, out Refusal? refusal)
    {
        refusal = null;
        var role = item.Text("role");
        if (role is not ("user" or "assistant" or "system"))
        {
            refusal = Refusal.Invalid("item.role", "Give user, assistant or system.");
            return null;
        }

        var parts = new JsonArray();
        var content = item["content"] as JsonArray ?? [];
        for (var i = 0; i < content.Count; i++)
        {
            if (content[i] is not JsonObject part)
            {
                refusal = Refusal.Invalid($"item.content[{i}]", "Give an object.");
                return null;
            }

            var read = Part(part, role, input, $"item.content[{i}]", out refusal);
            if (refusal is not null)
            {
                return null;
            }

            if (read is not null)
            {
                parts.Add(read);
            }
        }

        return new ContentTurn(role == "assistant", parts);
    }

    private static JsonObject? Part(JsonObject part, string role, AudioFormat input, string path, out Refusal? refusal)
    {
        refusal = null;
        switch (part.Text("type"))
        {
            case "input_text" or "output_text" or "text":
                return Text(part.Text("text"), role);
            case "input_audio" or "output_audio" or "audio" when part.Text("audio") is not { Length: > 0 }:
                return Text(part.Text("transcript"), role);
            case "input_audio":
                return Audio(part.Text("audio")!, input, path, out refusal);
            case "input_image":
                return Image(part.Text("image_url"), path, out refusal);
            case "output_audio" or "audio":
                refusal = Refusal.Unsupported(path + ".audio", "The model's speech cannot be created; give its text.");
                return null;
            default:
                refusal = Refusal.Invalid(path + ".type", "Give input_text, input_audio, input_image or output_text.");
                return null;
        }
    }

    // Turns have no system role; the marker tells the model who speaks.
    private static JsonObject? Text(string? text, string role) => string.IsNullOrEmpty(text)
        ? null
        : new JsonObject { ["text"] = role == "system" ? SystemMarker + text : text };

    private static JsonObject? Audio(string base64, AudioFormat input, string path, out Refusal? refusal)
    {
        refusal = null;
        var transcoder = new AudioTranscoder(input, AudioFormat.Pcm16k);
        if (!transcoder.TryTranscodeBase64(Encoding.UTF8.GetBytes(base64), out var audio))
        {
            refusal = Refusal.Invalid(path + ".audio", "Give base64.");
            return null;
        }

        var whole = new ArrayBufferWriter<byte>(audio.Length + 256);
        whole.Write(audio);
        whole.Write(transcoder.Flush());
        return Inline("audio/pcm;rate=16000", Convert.ToBase64String(whole.WrittenSpan));
    }

    private static JsonObject? Image(string? url, string path, out Refusal? refusal)
    {
        refusal = null;
        const string Scheme = "data:";
        const string Encoding = ";base64,";
        var at = url?.IndexOf(Encoding, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (url is null || !url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || at < 0)
        {
            refusal = Refusal.Invalid(path + ".image_url", "Give a data URI in base64 of a PNG or JPEG image.");
            return null;
        }

        var type = url[Scheme.Length..at];
        if (type is not ("image/png" or "image/jpeg" or "image/jpg" or "image/webp"))
        {
            refusal = Refusal.Unsupported(path + ".image_url", "The service takes PNG and JPEG images.");
            return null;
        }

        return Inline(type == "image/jpg" ? "image/jpeg" : type, url[(at + Encoding.Length)..]);
    }

    private static JsonObject Inline(string mimeType, string data) =>
        new() { ["inlineData"] = new JsonObject { ["mimeType"] = mimeType, ["data"] = data } };
}
