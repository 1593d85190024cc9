using System.Text.Json;

namespace Realtime.Protocol.Tests.EventStreams;

/// <summary>Frames and signatures that were published or made by public implementations; their files say by which.</summary>
internal static class Vectors
{
    public static JsonElement Frames { get; } = Load("aws-eventstream-frames.json");

    public static JsonElement Signatures { get; } = Load("aws-sigv4-event-signing.json");

    public static JsonElement Named(JsonElement list, string name) =>
        list.EnumerateArray().First(entry => entry.GetProperty("name").GetString() == name);

    public static IEnumerable<TheoryDataRow<string>> Names(JsonElement list) =>
        list.EnumerateArray().Select(entry => new TheoryDataRow<string>(entry.GetProperty("name").GetString()!));

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static JsonElement Load(string name)
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
