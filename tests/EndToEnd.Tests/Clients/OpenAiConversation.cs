using System.ClientModel;
using System.Text.Json;
using OpenAI.Realtime;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>The conversation by the package <c>OpenAI</c>, in GA form. It reads every event into a type of its own.</summary>
internal sealed class OpenAiConversation
{
    private readonly RealtimeSessionClient _session;
    private readonly UpdateLog<RealtimeServerUpdate> _log = new();

    private OpenAiConversation(RealtimeSessionClient session) => _session = session;

    public static async Task<ClientReport> HoldAsync(Uri gateway, string key, string model, CancellationToken cancel)
    {
        var client = new RealtimeClient(new ApiKeyCredential(key), new RealtimeClientOptions { Endpoint = new Uri(gateway, "v1") });
        using var session = await client.StartConversationSessionAsync(model, cancellationToken: cancel);
        var conversation = new OpenAiConversation(session);
        var reading = conversation._log.ReadAsync(session.ReceiveUpdatesAsync(cancel));
        var report = await conversation.HoldAsync();
        session.Dispose();
        await reading;
        return report;
    }

    private async Task<ClientReport> HoldAsync()
    {
        await _log.NextAsync<RealtimeServerUpdateSessionCreated>(0);
        return new(await TextTurnAsync(), await SpokenTurnAsync(), await ManualTurnAsync(), await CallAsync(), await InterruptionAsync());
    }

    private async Task<ClientReport.Turn> TextTurnAsync()
    {
        await ConfigureAsync(RealtimeOutputModality.Text, detects: false);
        var mark = _log.Count;
        await SayAsync("good morning");
        await _session.StartResponseAsync();
        var done = await _log.NextAsync<RealtimeServerUpdateResponseDone>(mark);
        return new(Text(mark), Status(done));
    }

    private async Task<ClientReport.Turn> SpokenTurnAsync()
    {
        await ConfigureAsync(RealtimeOutputModality.Audio, detects: true);
        var mark = _log.Count;
        await SpeakAsync([.. PcmSound.Speech(1_200), .. PcmSound.Silence(700)]);
        var done = await _log.NextAsync<RealtimeServerUpdateResponseDone>(mark);
        var heard = await _log.NextAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>(mark);
        return Spoken(mark, done) with { Heard = heard.Transcript };
    }

    private async Task<ClientReport.Turn> ManualTurnAsync()
    {
        await ConfigureAsync(RealtimeOutputModality.Audio, detects: false);
        var mark = _log.Count;
        await _session.ClearInputAudioAsync();
        await _log.NextAsync<RealtimeServerUpdateInputAudioBufferCleared>(mark);
        await SpeakAsync(PcmSound.Speech(800));
        await _session.CommitPendingAudioAsync();
        await _session.StartResponseAsync();
        return Spoken(mark, await _log.NextAsync<RealtimeServerUpdateResponseDone>(mark));
    }

    private async Task<ClientReport.FunctionCall> CallAsync()
    {
        await ConfigureAsync(RealtimeOutputModality.Text, detects: false);
        var mark = _log.Count;
        await SayAsync("""call get_weather {"city":"Lisbon"}""");
        await _session.StartResponseAsync();
        var done = await _log.NextAsync<RealtimeServerUpdateResponseDone>(mark);
        var call = done.Response.OutputItems.OfType<RealtimeFunctionCallItem>().Single();
        var streamed = string.Concat(_log.Since<RealtimeServerUpdateResponseFunctionCallArgumentsDelta>(mark).Select(update => update.Delta));
        streamed.ShouldBe(call.FunctionArguments.ToString());

        mark = _log.Count;
        await _session.AddItemAsync(RealtimeItem.CreateFunctionCallOutputItem(call.CallId, "21 degrees"));
        await _session.StartResponseAsync();
        await _log.NextAsync<RealtimeServerUpdateResponseDone>(mark);
        return new(call.FunctionName, JsonElement.Parse(streamed), Text(mark));
    }

    private async Task<ClientReport.Interrupted> InterruptionAsync()
    {
        await ConfigureAsync(RealtimeOutputModality.Audio, detects: true);
        var mark = _log.Count;
        await SayAsync("say 300 words");
        await _session.StartResponseAsync();
        var sound = await _log.NextAsync<RealtimeServerUpdateResponseOutputAudioDelta>(mark);
        await SpeakAsync(PcmSound.Speech(600));
        await _log.NextAsync<RealtimeServerUpdateInputAudioBufferSpeechStarted>(mark);
        var done = await _log.NextAsync<RealtimeServerUpdateResponseDone>(mark);
        await _session.TruncateItemAsync(sound.ItemId, sound.ContentIndex, TimeSpan.FromMilliseconds(100));
        var truncated = await _log.NextAsync<RealtimeServerUpdateConversationItemTruncated>(mark);
        truncated.ItemId.ShouldBe(sound.ItemId);

        await SpeakAsync(PcmSound.Silence(700));
        var next = await _log.NextAsync<RealtimeServerUpdateResponseDone>(mark, update => update.Response.Id != done.Response.Id);
        return new(Status(done), done.Response.StatusDetails.Reason.ToString()!, (int)truncated.AudioEndTime.TotalMilliseconds, Status(next));
    }

    private async Task ConfigureAsync(RealtimeOutputModality modality, bool detects)
    {
        var input = new RealtimeConversationSessionInputAudioOptions
        {
            AudioFormat = new RealtimePcmAudioFormat(),
            AudioTranscriptionOptions = new() { Model = "gpt-4o-mini-transcribe" },
        };
        if (detects)
        {
            input.TurnDetection = new RealtimeServerVadTurnDetection { SilenceDuration = TimeSpan.FromMilliseconds(400) };
        }
        else
        {
            input.DisableTurnDetection();
        }

        var weather = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";
        var options = new RealtimeConversationSessionOptions
        {
            OutputModalities = { modality },
            AudioOptions = new() { InputAudioOptions = input },
            Tools = { new RealtimeFunctionTool("get_weather") { FunctionParameters = BinaryData.FromString(weather) } },
        };
        var mark = _log.Count;
        await _session.ConfigureConversationSessionAsync(options);
        var updated = await _log.NextAsync<RealtimeServerUpdateSessionUpdated>(mark);
        updated.Session.ShouldBeOfType<RealtimeConversationSession>().OutputModalities.ShouldBe([modality]);
    }

    private Task SayAsync(string text) => _session.AddItemAsync(RealtimeItem.CreateUserMessageItem(text));

    private Task SpeakAsync(byte[] sound) => _session.SendInputAudioAsync(new MemoryStream(sound));

    private ClientReport.Turn Spoken(int mark, RealtimeServerUpdateResponseDone done)
    {
        var words = string.Concat(_log.Since<RealtimeServerUpdateResponseOutputAudioTranscriptDelta>(mark).Select(update => update.Delta));
        var bytes = _log.Since<RealtimeServerUpdateResponseOutputAudioDelta>(mark).Sum(update => update.Delta.ToMemory().Length);
        return new(words, Status(done), PcmSound.Milliseconds(bytes));
    }

    private string Text(int mark) => string.Concat(_log.Since<RealtimeServerUpdateResponseOutputTextDelta>(mark).Select(update => update.Delta));

    private static string Status(RealtimeServerUpdateResponseDone done) => done.Response.Status.ToString()!;
}
