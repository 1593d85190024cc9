using Realtime.Protocol.Translation;

namespace Realtime.Providers.Tests.Gemini;

/// <summary>What the scenarios do not show of the service's messages.</summary>
public sealed class ServerMessageTests
{
    [Fact]
    public void The_response_ends_half_a_second_after_its_content_when_the_turns_end_waits_for_the_playback()
    {
        var wire = LiveWire.Started().Server(LiveWire.Speech()).Server("""{"serverContent":{"generationComplete":true}}""");
        wire.Types[^1].ShouldBe("response.output_item.done");

        wire.Wait(499);
        wire.Types[^1].ShouldBe("response.output_item.done");
        wire.Wait(1);

        wire.Types[^1].ShouldBe("response.done");
        var count = wire.ToClient.Count;
        wire.Server("""{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":5,"responseTokenCount":7,"totalTokenCount":12}}""");
        wire.ToClient.Count.ShouldBe(count);

        // What was told too late is counted with the next response.
        wire.Server(LiveWire.Speech()).Server("""{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":1,"responseTokenCount":2,"totalTokenCount":3}}""");
        ((int)wire.Last("response.done")["response"]!["usage"]!["total_tokens"]!).ShouldBe(15);
    }

    [Fact]
    public void All_members_of_one_message_count()
    {
        var wire = LiveWire.Started(settings: LiveWire.Transcribing);

        wire.Server($$$$$"""{"serverContent":{"inputTranscription":{"text":"Hi.","finished":true},"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"{{{{{LiveWire.Pcm(20)}}}}}"}}]},"outputTranscription":{"text":"Yes."},"generationComplete":true,"turnComplete":true},"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":7,"thoughtsTokenCount":1,"cachedContentTokenCount":2,"totalTokenCount":13,"candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":7}],"promptTokensDetails":[{"modality":"VIDEO","tokenCount":3}]}}""");

        wire.Types.ShouldBe([
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "conversation.item.added", "conversation.item.done", "conversation.item.input_audio_transcription.delta",
            "conversation.item.input_audio_transcription.completed", "response.created", "response.output_item.added",
            "conversation.item.added", "response.content_part.added", "response.output_audio.delta",
            "response.output_audio_transcript.delta", "response.output_audio.done", "response.output_audio_transcript.done",
            "response.content_part.done", "conversation.item.done", "response.output_item.done", "response.done"]);
        wire.Last("response.done")["response"]!["usage"]!.ToJsonString().ShouldBe(
            """{"total_tokens":13,"input_tokens":5,"output_tokens":8,"input_token_details":{"text_tokens":2,"audio_tokens":0,"image_tokens":3,"cached_tokens":2,"cached_tokens_details":{"text_tokens":2,"audio_tokens":0,"image_tokens":0}},"output_token_details":{"text_tokens":1,"audio_tokens":7}}""");
        wire.All("conversation.item.added")[1]["previous_item_id"]!.ToString()
            .ShouldBe(wire.All("conversation.item.added")[0]["item"]!["id"]!.ToString());
    }

    [Fact]
    public void The_user_is_heard_once_an_utterance_and_by_one_id()
    {
        var wire = LiveWire.Started(settings: LiveWire.Transcribing).Client(LiveWire.Append(400))
            .Server("""{"serverContent":{"inputTranscription":{"text":"One"}}}""").Server(LiveWire.Speech())
            .Server("""{"serverContent":{"inputTranscription":{"text":" two"}}}""").Server("""{"serverContent":{"turnComplete":true}}""");

        wire.All("conversation.item.input_audio_transcription.delta").Count.ShouldBe(2);
        var done = wire.All("conversation.item.input_audio_transcription.completed").Single();
        done["transcript"]!.ToString().ShouldBe("One two");
        done["item_id"]!.ToString().ShouldBe(wire.Last("input_audio_buffer.speech_started")["item_id"]!.ToString());
        ((int)wire.Last("input_audio_buffer.speech_stopped")["audio_end_ms"]!).ShouldBe(400);
    }

    [Fact]
    public void An_utterance_without_transcription_is_an_item_whose_words_are_empty()
    {
        var wire = LiveWire.Started().Client(LiveWire.Append(300)).Server(LiveWire.Speech());

        wire.Types[..5].ShouldBe([
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "conversation.item.added", "conversation.item.done"]);
        wire.All("conversation.item.added")[0]["item"]!["content"]!.ToJsonString().ShouldBe("""[{"type":"input_audio","transcript":""}]""");
    }

    [Theory]
    [InlineData("""{"voiceActivity":{"voiceActivityType":"ACTIVITY_START"}}""", """{"voiceActivity":{"voiceActivityType":"ACTIVITY_END"}}""")]
    [InlineData("""{"voiceActivityDetectionSignal":{"vadSignalType":"VAD_SIGNAL_TYPE_SOS"}}""", """{"voiceActivityDetectionSignal":{"vadSignalType":"VAD_SIGNAL_TYPE_EOS"}}""")]
    public void Signs_of_activity_are_told_where_the_service_gives_them(string start, string end) =>
        LiveWire.Started().Server(start).Server(end).Types.ShouldBe([
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "conversation.item.added", "conversation.item.done"]);

    [Theory]
    [InlineData("RESPONSE_REJECTED", "incomplete", "content_filter")]
    [InlineData("PROHIBITED_INPUT_CONTENT", "incomplete", "content_filter")]
    [InlineData("MAX_TOKENS", "incomplete", "max_output_tokens")]
    [InlineData("MALFORMED_FUNCTION_CALL", "failed", null)]
    [InlineData("NEED_MORE_INPUT", "completed", null)]
    public void Why_a_turn_ended_is_the_responses_status(string reason, string status, string? because)
    {
        var wire = LiveWire.Started().Server(LiveWire.Speech())
            .Server($$$$$"""{"serverContent":{"turnComplete":true,"turnCompleteReason":"{{{{{reason}}}}}"}}""");

        var response = wire.Last("response.done")["response"]!;
        ((string?)response["status"], (string?)response["status_details"]?["reason"]).ShouldBe((status, because));
    }

    [Fact]
    public void Whoever_asked_is_told_that_the_model_has_nothing_to_say()
    {
        var wire = LiveWire.Started().Client("""{"type":"response.create"}""").Server("""{"serverContent":{"turnComplete":true}}""");

        wire.Types.ShouldBe(["response.created", "response.done"]);
    }

    [Fact]
    public void Calls_that_follow_each_other_within_200_ms_are_one_response()
    {
        var wire = LiveWire.Started().Server("""{"toolCall":{"functionCalls":[{"id":"a","name":"f","args":{"x":"ü"}}]}}""").Wait(199)
            .Server("""{"toolCall":{"functionCalls":[{"id":"b","name":"g"}]}}""").Wait(199);
        wire.Types.ShouldNotContain("response.done");

        wire.Wait(1);

        wire.All("response.created").Count.ShouldBe(1);
        wire.All("response.function_call_arguments.done").Select(call => (string)call["arguments"]!).ShouldBe(["""{"x":"ü"}""", "{}"]);
        wire.Last("response.done")["response"]!["output"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public void Bookkeeping_after_calls_makes_no_response_and_its_tokens_count_for_the_next()
    {
        var wire = LiveWire.Started().Server("""{"toolCall":{"functionCalls":[{"id":"a","name":"f","args":{}}]}}""").Wait(200)
            .Server("""{"serverContent":{"generationComplete":true}}""")
            .Server("""{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":4,"responseTokenCount":0,"totalTokenCount":4}}""");
        wire.All("response.done").Count.ShouldBe(1);

        wire.Server(LiveWire.Speech()).Server("""{"serverContent":{"turnComplete":true}}""");

        ((int)wire.Last("response.done")["response"]!["usage"]!["total_tokens"]!).ShouldBe(4);
    }

    [Fact]
    public void A_users_voice_during_the_playback_of_a_finished_answer_does_not_cancel_it()
    {
        var wire = LiveWire.Started().Server(LiveWire.Speech()).Server("""{"serverContent":{"generationComplete":true}}""")
            .Server("""{"serverContent":{"interrupted":true}}""");

        wire.Types[^2..].ShouldBe(["input_audio_buffer.speech_started", "response.done"]);
        wire.Last("response.done")["response"]!["status"]!.ToString().ShouldBe("completed");
    }

    [Fact]
    public void Speech_comes_out_in_the_clients_format()
    {
        var wire = LiveWire.Started(settings: """{"audio":{"output":{"format":{"type":"audio/pcmu"}}}}""")
            .Server(LiveWire.Speech(100)).Server("""{"serverContent":{"turnComplete":true}}""");

        wire.All("response.output_audio.delta").Sum(delta => Convert.FromBase64String((string)delta["delta"]!).Length).ShouldBe(800 + 28);
    }

    [Fact]
    public void The_service_says_when_it_goes_and_how_to_go_on()
    {
        var wire = LiveWire.Started().Server("""{"sessionResumptionUpdate":{"newHandle":"h7","resumable":true}}""")
            .Server("""{"sessionResumptionUpdate":{"resumable":false}}""").Server("""{"goAway":{"timeLeft":"50s"}}""");

        wire.Renewals.ShouldBe([new UpstreamRenewal(UpstreamRenewalCause.Limit, TimeSpan.FromSeconds(45))]);
        var next = new LiveWire().Open(carried: wire.Carried);
        next.Setup["sessionResumption"]!.ToJsonString().ShouldBe("""{"handle":"h7"}""");

        // The service took it; the next connection may use it again, until one fails with it.
        next.Server("""{"setupComplete":{}}""");
        new LiveWire().Open(carried: wire.Carried).Setup["sessionResumption"]!.ToJsonString().ShouldBe("""{"handle":"h7"}""");
        var seeded = new LiveWire().Open(
            null, wire.Carried, """{"id":"1","type":"message","role":"user","content":[{"type":"input_text","text":"a"}]}""");
        seeded.Setup["sessionResumption"]!.ToJsonString().ShouldBe("{}");
        seeded.Server("""{"setupComplete":{}}""").ToService[^1]["clientContent"]!["turns"]![0]!["parts"]![0]!["text"]!.ToString().ShouldBe("a");
    }

    [Fact]
    public void What_was_said_after_the_handle_is_told_to_the_connection_that_resumes_by_it()
    {
        const string First = """{"id":"i1","type":"message","role":"user","content":[{"type":"input_text","text":"a"}]}""";
        const string Second = """{"id":"i2","type":"message","role":"user","content":[{"type":"input_text","text":"b"}]}""";
        var wire = LiveWire.Started().Client("""{"type":"conversation.item.create","item":ITEM}""".Replace("ITEM", First, StringComparison.Ordinal))
            .Client("""{"type":"response.create"}""").Server("""{"serverContent":{"outputTranscription":{"text":"yes"},"turnComplete":true}}""")
            .Server("""{"sessionResumptionUpdate":{"newHandle":"h1","resumable":true}}""");
        var answer = wire.Last("response.output_item.done")["item"]!.ToJsonString();
        wire.Client("""{"type":"conversation.item.create","item":ITEM}""".Replace("ITEM", Second, StringComparison.Ordinal));

        var next = new LiveWire().Open(null, wire.Carried, First, answer, Second).Server("""{"setupComplete":{}}""");

        next.Setup["sessionResumption"]!.ToJsonString().ShouldBe("""{"handle":"h1"}""");
        next.ToService[^1].ToJsonString().ShouldBe("""{"clientContent":{"turns":[{"role":"user","parts":[{"text":"b"}]}],"turnComplete":false}}""");
    }

    [Fact]
    public void What_was_deleted_the_service_forgets_with_its_connection()
    {
        const string Kept = """{"id":"i1","type":"message","role":"user","content":[{"type":"input_text","text":"a"}]}""";
        const string Deleted = """{"id":"i2","type":"message","role":"user","content":[{"type":"input_text","text":"b"}]}""";
        var wire = LiveWire.Started().Server("""{"sessionResumptionUpdate":{"newHandle":"h0","resumable":true}}""");
        foreach (var item in new[] { Kept, Deleted })
        {
            wire.Client("{\"type\":\"conversation.item.create\",\"item\":" + item + "}");
        }

        wire.Client("""{"type":"conversation.item.delete","item_id":"i2"}""");

        wire.Renewals.ShouldBe([new UpstreamRenewal(UpstreamRenewalCause.Settings)]);
        wire.Server("""{"sessionResumptionUpdate":{"newHandle":"h1","resumable":true}}""");
        var next = new LiveWire().Open(null, wire.Carried, Kept).Server("""{"setupComplete":{}}""");
        next.Setup["sessionResumption"]!.ToJsonString().ShouldBe("{}");
        next.ToService[^1].ToJsonString().ShouldBe("""{"clientContent":{"turns":[{"role":"user","parts":[{"text":"a"}]}],"turnComplete":false}}""");

        // What it learns from here on it may be asked for again.
        next.Server("""{"sessionResumptionUpdate":{"newHandle":"h2","resumable":true}}""");
        new LiveWire().Open(null, next.Carried, Kept).Setup["sessionResumption"]!.ToJsonString().ShouldBe("""{"handle":"h2"}""");
    }

    [Fact]
    public void A_handle_that_comes_after_the_client_went_on_is_left_for_the_one_before()
    {
        const string First = """{"id":"i1","type":"message","role":"user","content":[{"type":"input_text","text":"a"}]}""";
        const string Second = """{"id":"i2","type":"message","role":"user","content":[{"type":"input_text","text":"b"}]}""";
        var wire = LiveWire.Started().Server("""{"sessionResumptionUpdate":{"newHandle":"h0","resumable":true}}""")
            .Client("""{"type":"conversation.item.create","item":ITEM}""".Replace("ITEM", First, StringComparison.Ordinal))
            .Client("""{"type":"response.create"}""").Server("""{"serverContent":{"outputTranscription":{"text":"yes"},"generationComplete":true}}""").Wait(500);
        var answer = wire.Last("response.output_item.done")["item"]!.ToJsonString();
        wire.Client("""{"type":"conversation.item.create","item":ITEM}""".Replace("ITEM", Second, StringComparison.Ordinal))
            .Server("""{"serverContent":{"turnComplete":true}}""").Server("""{"sessionResumptionUpdate":{"newHandle":"h1","resumable":true}}""");

        var next = new LiveWire().Open(null, wire.Carried, First, answer, Second).Server("""{"setupComplete":{}}""");

        next.Setup["sessionResumption"]!.ToJsonString().ShouldBe("""{"handle":"h0"}""");
        next.ToService[^1]["clientContent"]!["turns"]!.AsArray().Select(turn => turn!["parts"]![0]!["text"]!.ToString()).ShouldBe(["a", "yes", "b"]);
    }

    [Fact]
    public void A_connection_without_a_handle_is_told_both_sides_of_the_talk()
    {
        string[] history =
        [
            """{"id":"1","type":"message","role":"user","content":[{"type":"input_text","text":"a"}]}""",
            """{"id":"2","type":"message","role":"assistant","content":[{"type":"output_text","text":"b"}]}""",
            """{"id":"3","type":"function_call","call_id":"c","name":"f","arguments":"{}"}""",
            """{"id":"4","type":"function_call_output","call_id":"c","output":"12"}""",
            """{"id":"5","type":"message","role":"user","content":[{"type":"input_text","text":"d"}]}""",
        ];
        var wire = new LiveWire().Open(null, null, history).Server("""{"setupComplete":{}}""");

        wire.ToService[^1].ToJsonString().ShouldBe(
            """{"clientContent":{"turns":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"},{"text":"[Called the function f with {}]"}]},{"role":"user","parts":[{"text":"[The function returned] 12"},{"text":"d"}]}],"turnComplete":false}}""");
        wire.Client("""{"type":"conversation.item.retrieve","item_id":"2"}""");
        wire.Last("conversation.item.retrieved")["item"]!["role"]!.ToString().ShouldBe("assistant");

        var restricted = new LiveWire("gemini-3.1-flash-live-preview").Open(null, null, history).Server("""{"setupComplete":{}}""");
        restricted.Setup["historyConfig"]!.ToJsonString().ShouldBe("""{"initialHistoryInClientContent":true}""");
        ((bool)restricted.ToService[^1]["clientContent"]!["turnComplete"]!).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""nonsense""")]
    [InlineData("""[]""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"executableCode":{"code":"x"}}]}}}""")]
    [InlineData("""{"serverContent":{"generationComplete":true}}""")]
    [InlineData("""{"serverContent":{"groundingMetadata":{},"interimInputTranscription":{"text":"x"}}}""")]
    [InlineData("""{"toolCall":{"functionCalls":[]}}""")]
    [InlineData("""{"somethingNew":{}}""")]
    public void What_says_nothing_to_a_client_is_not_told(string message) =>
        LiveWire.Started().Server(message).ToClient.ShouldBeEmpty();
}
