using System.Text.Json;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>A place in a client's event that names a model.</summary>
/// <param name="Param">The place, as <c>session.model</c>.</param>
/// <param name="Name">The name that stands there.</param>
/// <param name="Range">Where its JSON string stands in the event, quotes included.</param>
internal readonly record struct ModelMention(string Param, string Name, Range Range)
{
    private const int MaxDepth = 5;

    private static readonly string[] Places = ["session.model", "response.model", "session.audio.input.transcription.model"];

    /// <summary>Gets the place of a transcription's model, which is another model than the session's.</summary>
    public bool IsTranscription => Param == Places[2];

    /// <summary>Finds every mention, also repeated ones: parsers disagree which of two equal keys counts.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>The mentions in the order in which they stand.</returns>
    /// <exception cref="JsonException">The event is not valid JSON.</exception>
    public static List<ModelMention> FindAll(ReadOnlySpan<byte> utf8)
    {
        var found = new List<ModelMention>();
        var path = new string[MaxDepth + 1];
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.CurrentDepth is < 1 or > MaxDepth)
            {
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                path[reader.CurrentDepth] = reader.ValueTextEquals("model"u8) ? "model" : reader.GetString()!;
            }
            else if (reader.TokenType == JsonTokenType.String && path[reader.CurrentDepth] == "model")
            {
                var place = string.Join('.', path.AsSpan(1, reader.CurrentDepth));
                if (Array.IndexOf(Places, place) >= 0)
                {
                    found.Add(new ModelMention(place, reader.GetString()!, (int)reader.TokenStartIndex..(int)reader.BytesConsumed));
                }
            }
        }

        return found;
    }
}
