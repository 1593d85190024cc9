using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI.RealtimeConversation;
using Realtime.EndToEnd.Tests.Clients;

namespace Realtime.DotNetClients.Beta;

/// <summary>The conversation by the package <c>OpenAI</c> 2.1, in beta form.</summary>
internal sealed class BetaConversation(RealtimeConversationSession session)
{
    private readonly UpdateLog<ConversationUpdate> _log = new();

    /// <summary>Takes one turn after another.</summary>
    /// <returns>What was seen, in the shape that the tests' other clients report.</returns>
    public async Task<JsonObject> HoldAsync(CancellationToken cancel)
    {
        _ = _log.ReadAsync(session.ReceiveUpdatesAsync(cancel));
        await _log.NextAsync<ConversationSessionStartedUpdate>(0);
        return new()
        {
            ["text"] = await TextTurnAsync(),
            ["audio"] = await SpokenTurnAsync(),
            ["manual"] = await ManualTurnAsync(),
            ["call"] = await CallAsync(),
            ["interruption"] = await InterruptionAsync(),
        };
    }

    private async Task<JsonObject> TextTurnAsync()
    {
        await ConfigureAsync(ConversationContentModalities.Text, detects: false);
        var mark = _log.Count;
        await SayAsync("good morning");
        await session.StartResponseAsync();
        var done = await _log.NextAsync<ConversationResponseFinishedUpdate>(mark);
        return new() { ["answer"] = Text(mark), ["status"] = Status(done) };
    }

    private async Task<JsonObject> SpokenTurnAsync()
    {
        await ConfigureAsync(ConversationContentModalities.Text | ConversationContentModalities.Audio, detects: true);
        var mark = _log.Count;
        await SpeakAsync([.. PcmSound.Speech(1_200), .. PcmSound.Silence(700)]);
        await _log.NextAsync<ConversationInputSpeechStartedUpdate>(mark);
        await _log.NextAsync<ConversationInputSpeechFinishedUpdate>(mark);
        var done = await _log.NextAsync<ConversationResponseFinishedUpdate>(mark);
        var heard = await _log.NextAsync<ConversationInputTranscriptionFinishedUpdate>(mark);
        var turn = Spoken(mark, done);
        turn["heard"] = heard.Transcript;
        return turn;
    }

    private async Task<JsonObject> ManualTurnAsync()
    {
        await ConfigureAsync(ConversationContentModalities.Text | ConversationContentModalities.Audio, detects: false);
        var mark = _log.Count;
        await session.ClearInputAudioAsync();
        await _log.NextAsync<ConversationInputAudioClearedUpdate>(mark);
        await SpeakAsync(PcmSound.Speech(800));
        await session.CommitPendingAudioAsync();
        await session.StartResponseAsync();
        return Spoken(mark, await _log.NextAsync<ConversationResponseFinishedUpdate>(mark));
    }

    private async Task<JsonObject> CallAsync()
    {
        await ConfigureAsync(ConversationContentModalities.Text, detects: false);
        var mark = _log.Count;
        await SayAsync("""call get_weather {"city":"Lisbon"}""");
        await session.StartResponseAsync();
        var call = await _log.NextAsync<ConversationItemStreamingFinishedUpdate>(mark);
        await _log.NextAsync<ConversationResponseFinishedUpdate>(mark);
        var streamed = string.Concat(Deltas(mark).Select(update => update.FunctionArguments));
        if (streamed != call.FunctionCallArguments)
        {
            throw new InvalidOperationException($"The arguments differ: {streamed}, {call.FunctionCallArguments}");
        }

        mark = _log.Count;
        await session.AddItemAsync(ConversationItem.CreateFunctionCallOutput(call.FunctionCallId, "21 degrees"));
        await session.StartResponseAsync();
        await _log.NextAsync<ConversationResponseFinishedUpdate>(mark);
        return new() { ["name"] = call.FunctionName, ["arguments"] = JsonNode.Parse(streamed), ["answer"] = Text(mark) };
    }

    private async Task<JsonObject> InterruptionAsync()
    {
        await ConfigureAsync(ConversationContentModalities.Text | ConversationContentModalities.Audio, detects: true);
        var mark = _log.Count;
        await SayAsync("say 300 words");
        await session.StartResponseAsync();
        var sound = await _log.NextAsync<ConversationItemStreamingPartDeltaUpdate>(mark, update => update.AudioBytes is not null);
        await SpeakAsync(PcmSound.Speech(600));
        var done = await _log.NextAsync<ConversationResponseFinishedUpdate>(mark);
        await session.TruncateItemAsync(sound.ItemId, sound.ContentPartIndex, TimeSpan.FromMilliseconds(100));
        var truncated = await _log.NextAsync<ConversationItemTruncatedUpdate>(mark, update => update.ItemId == sound.ItemId);

        await SpeakAsync(PcmSound.Silence(700));
        var next = await _log.NextAsync<ConversationResponseFinishedUpdate>(mark, update => update.ResponseId != done.ResponseId);

        // This version has no property for the reason.
        var reason = JsonElement.Parse(done.GetRawContent()).GetProperty("response").GetProperty("status_details").GetProperty("reason");
        return new() { ["status"] = Status(done), ["reason"] = reason.GetString(), ["truncatedMs"] = truncated.AudioEndMs, ["next"] = Status(next) };
    }

    private async Task ConfigureAsync(ConversationContentModalities modalities, bool detects)
    {
        var weather = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";
        var options = new ConversationSessionOptions
        {
            ContentModalities = modalities,
            InputAudioFormat = ConversationAudioFormat.Pcm16,
            OutputAudioFormat = ConversationAudioFormat.Pcm16,
            InputTranscriptionOptions = new() { Model = ConversationTranscriptionModel.Whisper1 },
            TurnDetectionOptions = detects
                ? ConversationTurnDetectionOptions.CreateServerVoiceActivityTurnDetectionOptions(silenceDuration: TimeSpan.FromMilliseconds(400))
                : ConversationTurnDetectionOptions.CreateDisabledTurnDetectionOptions(),
            Tools = { ConversationTool.CreateFunctionTool("get_weather", "Tells the weather of a city.", BinaryData.FromString(weather)) },
        };
        var mark = _log.Count;
        await session.ConfigureSessionAsync(options);
        var configured = await _log.NextAsync<ConversationSessionConfiguredUpdate>(mark);
        if (configured.ContentModalities != modalities)
        {
            throw new InvalidOperationException($"The session took {configured.ContentModalities} for {modalities}.");
        }
    }

    private Task SayAsync(string text) => session.AddItemAsync(ConversationItem.CreateUserMessage([ConversationContentPart.CreateInputTextPart(text)]));

    private Task SpeakAsync(byte[] sound) => session.SendInputAudioAsync(new MemoryStream(sound));

    private JsonObject Spoken(int mark, ConversationResponseFinishedUpdate done) => new()
    {
        ["answer"] = string.Concat(Deltas(mark).Select(update => update.AudioTranscript)),
        ["status"] = Status(done),
        ["audioMs"] = PcmSound.Milliseconds(Deltas(mark).Sum(update => update.AudioBytes?.ToMemory().Length ?? 0)),
    };

    private string Text(int mark) => string.Concat(Deltas(mark).Select(update => update.Text));

    private IReadOnlyList<ConversationItemStreamingPartDeltaUpdate> Deltas(int mark) => _log.Since<ConversationItemStreamingPartDeltaUpdate>(mark);

    private static string? Status(ConversationResponseFinishedUpdate done) => done.Status?.ToString();
}
