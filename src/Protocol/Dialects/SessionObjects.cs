using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Dialects.Json;
using Realtime.Protocol.Dialects.Maps;

namespace Realtime.Protocol.Dialects;

/// <summary>Translates session objects outside of a connection: in the bodies and answers of the calls that mint client secrets.</summary>
public static class SessionObjects
{
    /// <summary>The temperature of a beta session that was asked for none.</summary>
    public const double DefaultTemperature = 0.8;

    /// <summary>Translates a flat beta session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="kind">Its kind, which the called path tells; a <c>type</c> in the session wins.</param>
    /// <returns>The GA session. <c>temperature</c> and <c>client_secret</c> are gone, since it has no place for them.</returns>
    public static JsonObject BetaToGa(JsonObject session, SessionKind kind) =>
        Translate(session, fields => SessionMap.ToGa(fields, kind));

    /// <summary>Translates a flat beta session and keeps every value's text as it was written.</summary>
    /// <param name="utf8Session">The session's JSON text.</param>
    /// <param name="kind">Its kind, which the called path tells; a <c>type</c> in the session wins.</param>
    /// <returns>The GA session's JSON text, or null when what was given is not one JSON object.</returns>
    public static byte[]? BetaToGa(ReadOnlyMemory<byte> utf8Session, SessionKind kind) =>
        Translate(utf8Session, fields => SessionMap.ToGa(fields, kind));

    /// <summary>Translates a GA session of either kind.</summary>
    /// <param name="session">The session.</param>
    /// <param name="temperature">What a beta client asked for, a finite number; sessions for transcription carry none.</param>
    /// <returns>The flat beta session.</returns>
    public static JsonObject GaToBeta(JsonObject session, double temperature = DefaultTemperature) =>
        Translate(session, fields => ToBeta(fields, temperature));

    /// <summary>Translates a GA session of either kind and keeps every value's text as it was written.</summary>
    /// <param name="utf8Session">The session's JSON text.</param>
    /// <param name="temperature">What a beta client asked for, a finite number; sessions for transcription carry none.</param>
    /// <returns>The flat beta session's JSON text, or null when what was given is not one JSON object.</returns>
    public static byte[]? GaToBeta(ReadOnlyMemory<byte> utf8Session, double temperature = DefaultTemperature) =>
        Translate(utf8Session, fields => ToBeta(fields, temperature));

    /// <summary>Translates the answer to a GA minting call, <c>{value, expires_at, session}</c>.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="temperature">What a beta client asked for, a finite number.</param>
    /// <returns>The flat beta session with the secret as <c>client_secret: {value, expires_at}</c>.</returns>
    public static JsonObject MintingAnswerToBeta(JsonObject answer, double temperature = DefaultTemperature)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var session = answer["session"] is JsonObject ga ? GaToBeta(ga, temperature) : [];
        session["client_secret"] = new JsonObject
        {
            ["value"] = answer["value"]?.DeepClone(),
            ["expires_at"] = answer["expires_at"]?.DeepClone(),
        };
        return session;
    }

    private static void ToBeta(JsonFields session, double temperature)
    {
        if (SessionMap.ToBeta(session) == SessionKind.Realtime)
        {
            session.Set("temperature", JsonText.Number(temperature));
        }
    }

    private static JsonObject Translate(JsonObject session, Action<JsonFields> translate)
    {
        ArgumentNullException.ThrowIfNull(session);
        var translated = Translate(Encoding.UTF8.GetBytes(session.ToJsonString()), translate)
            ?? throw new ArgumentException("The session is nested too deeply to be read.", nameof(session));

        // The GA form nests two levels deeper, which must not carry a session over the reader's usual limit.
        var limits = new JsonDocumentOptions { MaxDepth = JsonFields.Options.MaxDepth + 2 };
        return JsonNode.Parse(translated, documentOptions: limits)!.AsObject();
    }

    private static byte[]? Translate(ReadOnlyMemory<byte> session, Action<JsonFields> translate)
    {
        if (JsonFields.Parse(session) is not { } fields)
        {
            return null;
        }

        translate(fields);
        var translated = new ArrayBufferWriter<byte>();
        fields.WriteTo(translated);
        return translated.WrittenSpan.ToArray();
    }
}
