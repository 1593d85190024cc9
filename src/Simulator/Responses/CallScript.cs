using System.Text;
using System.Text.Json;

namespace Realtime.Simulator.Responses;

/// <summary>
/// Reads function calls out of a user's text: <c>call NAME {json}</c>, and more after <c>then</c>, with or without the word <c>call</c>.
/// </summary>
internal static class CallScript
{
    /// <summary>Reads the calls; empty when the text is no such script.</summary>
    public static IReadOnlyList<PlannedOutput.Call> Read(string text)
    {
        var calls = new List<PlannedOutput.Call>();
        var rest = text.Trim();
        if (!Skip(ref rest, "call "))
        {
            return [];
        }

        do
        {
            Skip(ref rest, "call ");
            if (ReadCall(ref rest) is not { } call)
            {
                return [];
            }

            calls.Add(call);
        }
        while (Skip(ref rest, "then "));
        return calls;
    }

    private static PlannedOutput.Call? ReadCall(ref string rest)
    {
        var end = 0;
        while (end < rest.Length && (char.IsLetterOrDigit(rest[end]) || rest[end] is '_' or '-' or '.'))
        {
            end++;
        }

        var name = rest[..end];
        rest = rest[end..].TrimStart();
        if (name.Length == 0)
        {
            return null;
        }

        if (!rest.StartsWith('{'))
        {
            return new(name, "{}");
        }

        if (JsonLength(rest) is not { } length)
        {
            return null;
        }

        var arguments = rest[..length];
        rest = rest[length..].TrimStart();
        return new(name, arguments);
    }

    private static int? JsonLength(string text)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
            reader.Read();
            reader.Skip();
            return Encoding.UTF8.GetCharCount(bytes, 0, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Skip(ref string rest, string word)
    {
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        rest = rest[word.Length..].TrimStart();
        return true;
    }
}
