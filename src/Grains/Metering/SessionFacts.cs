using System.Text.Json;

namespace Realtime.Grains.Metering;

/// <summary>What the provider said of the session, as far as money depends on it.</summary>
/// <param name="Model">The model that it runs.</param>
/// <param name="TranscriptionModel">The model that transcribes the user.</param>
/// <param name="IsTranscription">Whether the session only transcribes.</param>
/// <param name="Rates">The audio's rates.</param>
internal sealed record SessionFacts(string? Model, string? TranscriptionModel, bool IsTranscription, AudioRates Rates)
{
    /// <summary>Gets what is true before anything was said.</summary>
    public static SessionFacts None { get; } = new(null, null, false, AudioRates.Default);

    /// <summary>Takes in a <c>session.created</c> or <c>session.updated</c>.</summary>
    /// <param name="utf8">The event, in GA form.</param>
    /// <returns>What is known now.</returns>
    public SessionFacts With(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var session = MeterJson.Find(document.RootElement, "session");
            if (session.ValueKind != JsonValueKind.Object)
            {
                return this;
            }

            var transcription = MeterJson.Find(session, "audio", "input", "transcription");
            return new SessionFacts(
                MeterJson.Text(session, "model") ?? Model,
                transcription.ValueKind == JsonValueKind.Undefined ? TranscriptionModel : MeterJson.Text(transcription, "model"),
                MeterJson.Text(session, "type") is { } type ? type == "transcription" : IsTranscription,
                Rates.With(session));
        }
        catch (JsonException)
        {
            return this;
        }
    }
}
