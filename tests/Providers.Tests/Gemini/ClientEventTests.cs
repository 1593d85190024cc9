namespace Realtime.Providers.Tests.Gemini;

/// <summary>What each client event becomes.</summary>
public sealed class ClientEventTests
{
    private const string Manual = """{"audio":{"input":{"turn_detection":null}}}""";
    private const string UserText = """{"type":"conversation.item.create","item":{"id":"i1","type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}}""";
    private const string Create = """{"type":"response.create"}""";

    [Fact]
    public void Audio_goes_up_at_16_kHz_in_pieces_of_at_most_100_ms()
    {
        var wire = LiveWire.Started().Client(LiveWire.Append(250));

        wire.ToService.Count.ShouldBe(3);
        var audio = wire.ToService[0]["realtimeInput"]!["audio"]!;
        audio["mimeType"]!.ToString().ShouldBe("audio/pcm;rate=16000");
        wire.ToService.Sum(message => Convert.FromBase64String((string)message["realtimeInput"]!["audio"]!["data"]!).Length).ShouldBe(8_000);
        wire.ToClient.ShouldBeEmpty();
    }

    [Fact]
    public void Audio_that_is_no_base64_is_an_error_that_names_it()
    {
        var wire = LiveWire.Started().Client("""{"type":"input_audio_buffer.append","event_id":"e","audio":"?"}""");

        wire.Last("error")["error"]!["param"]!.ToString().ShouldBe("audio");
        wire.Last("error")["error"]!["event_id"]!.ToString().ShouldBe("e");
    }

    [Fact]
    public void An_item_whose_id_is_taken_is_refused_by_name()
    {
        var wire = LiveWire.Started().Client(UserText).Client(UserText.Replace("\"item\"", "\"event_id\":\"e\",\"item\"", StringComparison.Ordinal));

        wire.Types.ShouldBe(["conversation.item.added", "conversation.item.done", "error"]);
        wire.Last("error")["error"]!["param"]!.ToString().ShouldBe("item.id");
        wire.ToService.Count.ShouldBe(1);
    }

    [Fact]
    public void A_turn_by_hand_goes_up_between_the_signs_of_activity_and_its_answer_waits_for_the_client()
    {
        var wire = LiveWire.Started(settings: Manual).Client(LiveWire.Append(150));
        wire.ToService.ShouldBeEmpty();

        wire.Client("""{"type":"input_audio_buffer.commit"}""");

        wire.ToService[0].ToJsonString().ShouldBe("""{"realtimeInput":{"activityStart":{}}}""");
        wire.ToService[^1].ToJsonString().ShouldBe("""{"realtimeInput":{"activityEnd":{}}}""");
        wire.ToService.Count.ShouldBe(4);
        wire.Types.ShouldBe(["input_audio_buffer.committed", "conversation.item.added", "conversation.item.done"]);
        wire.ToClient.Clear();
        wire.Server(LiveWire.Speech()).Server("""{"serverContent":{"generationComplete":true}}""");
        wire.ToClient.ShouldBeEmpty();
        wire.ToService.Clear();

        wire.Client(Create).Server("""{"serverContent":{"turnComplete":true}}""");

        wire.ToService.ShouldBeEmpty();
        wire.Types[0].ShouldBe("response.created");
        wire.Types[^1].ShouldBe("response.done");
    }

    [Fact]
    public void Instructions_for_an_answer_that_was_begun_without_them_make_a_new_one()
    {
        var wire = LiveWire.Started(settings: Manual).Client(LiveWire.Append(150)).Client("""{"type":"input_audio_buffer.commit"}""");
        wire.Server(LiveWire.Speech());
        wire.ToClient.Clear();
        wire.ToService.Clear();

        wire.Client("""{"type":"response.create","response":{"instructions":"in rhymes"}}""");
        wire.Server(LiveWire.Speech()).Server("""{"serverContent":{"interrupted":true}}""").Server("""{"serverContent":{"turnComplete":true}}""");
        wire.ToClient.ShouldBeEmpty();
        wire.Server(LiveWire.Speech());

        wire.ToService.Single()["clientContent"]!["turns"]![0]!["parts"]![0]!["text"]!.ToString().ShouldContain("in rhymes");
        wire.All("response.created").Count.ShouldBe(1);
    }

    [Fact]
    public void A_turn_by_hand_into_an_answer_ends_that_answer_and_waits_with_its_own()
    {
        var wire = LiveWire.Started(settings: Manual).Client(Create).Server(LiveWire.Speech());

        wire.Client(LiveWire.Append(150)).Client("""{"type":"input_audio_buffer.commit"}""").Client(LiveWire.Append(50))
            .Server("""{"serverContent":{"interrupted":true}}""").Server("""{"serverContent":{"turnComplete":true}}""").Server(LiveWire.Speech());

        wire.Last("response.done")["response"]!["status"]!.ToString().ShouldBe("cancelled");
        wire.All("response.created").Count.ShouldBe(1);
        wire.Client(Create);
        wire.All("response.created").Count.ShouldBe(2);
        wire.All("input_audio_buffer.committed").Count.ShouldBe(1);
        wire.Types.ShouldNotContain("input_audio_buffer.speech_started");
    }

    [Fact]
    public void A_buffer_by_hand_can_be_cleared_and_an_empty_one_is_not_committed()
    {
        var wire = LiveWire.Started(settings: Manual).Client(LiveWire.Append(150)).Client("""{"type":"input_audio_buffer.clear"}""");

        wire.Client("""{"type":"input_audio_buffer.commit","event_id":"c"}""");

        wire.Types.ShouldBe(["input_audio_buffer.cleared", "error"]);
        wire.Last("error")["error"]!["code"]!.ToString().ShouldBe("input_audio_buffer_commit_empty");
        wire.ToService.ShouldBeEmpty();
    }

    [Fact]
    public void A_commit_while_the_service_finds_the_turns_ends_the_stream()
    {
        var wire = LiveWire.Started().Client(LiveWire.Append(100));
        wire.ToService.Clear();

        wire.Client("""{"type":"input_audio_buffer.commit"}""");

        wire.ToService.Single().ToJsonString().ShouldBe("""{"realtimeInput":{"audioStreamEnd":true}}""");
        wire.Types.ShouldBe(["input_audio_buffer.committed", "conversation.item.added", "conversation.item.done"]);
    }

    [Theory]
    [InlineData("""{"serverContent":{"inputTranscription":{"text":"no end"}}}""", 500, "no end")]
    [InlineData("""{"usageMetadata":{}}""", 2_000, "")]
    public void The_words_of_a_turn_by_hand_are_told_though_the_answer_waits_for_the_client(string message, int ms, string words)
    {
        var wire = LiveWire.Started(settings: """{"audio":{"input":{"turn_detection":null,"transcription":{"model":"whisper-1"}}}}""")
            .Client(LiveWire.Append(150)).Client("""{"type":"input_audio_buffer.commit"}""").Server(LiveWire.Speech()).Server(message);
        wire.Types.ShouldNotContain("conversation.item.input_audio_transcription.completed");

        wire.Wait(ms);

        wire.Last("conversation.item.input_audio_transcription.completed")["transcript"]!.ToString().ShouldBe(words);
    }

    [Fact]
    public void Less_than_100_ms_are_not_committed()
    {
        var wire = LiveWire.Started().Client(LiveWire.Append(60)).Client("""{"type":"input_audio_buffer.commit"}""");

        wire.Types.ShouldBe(["error"]);
    }

    [Fact]
    public void A_users_interruption_of_the_answer_to_results_is_told_though_asking_might_have_interrupted()
    {
        var wire = LiveWire.Started().Server("""{"toolCall":{"functionCalls":[{"id":"a","name":"f","args":{}}]}}""").Wait(200);
        Result(wire, "a", "1");
        wire.Client(Create).Server(LiveWire.Speech()).Server("""{"serverContent":{"interrupted":true}}""");

        wire.All("input_audio_buffer.speech_started").Count.ShouldBe(1);
    }

    [Fact]
    public void Turns_that_shall_be_found_and_not_answered_are_found_by_the_gateway()
    {
        var wire = LiveWire.Started(settings: """{"audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false},"transcription":{"model":"whisper-1"}}}}""");

        wire.Client(LiveWire.Append(500, 0)).Client(LiveWire.Append(600)).Client(LiveWire.Append(700, 0));

        wire.Types.ShouldBe([
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "conversation.item.added", "conversation.item.done"]);
        ((int)wire.Last("input_audio_buffer.speech_started")["audio_start_ms"]!).ShouldBeInRange(150, 300);
        wire.ToService[0]["realtimeInput"]!.AsObject().ContainsKey("activityStart").ShouldBeTrue();
        wire.ToService[^1]["realtimeInput"]!.AsObject().ContainsKey("activityEnd").ShouldBeTrue();
        wire.Server("""{"serverContent":{"inputTranscription":{"text":"Hi there."}}}""").Server(LiveWire.Speech());
        wire.Types[^2..].ShouldBe([
            "conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed"]);

        wire.Client(Create);

        wire.All("response.output_audio.delta").Count.ShouldBe(1);
    }

    [Fact]
    public void Text_is_told_at_once_and_answered_when_the_client_asks()
    {
        var wire = LiveWire.Started().Client(UserText);
        wire.ToService.Single().ToJsonString().ShouldBe(
            """{"clientContent":{"turns":[{"role":"user","parts":[{"text":"hi"}]}],"turnComplete":false}}""");
        wire.Types.ShouldBe(["conversation.item.added", "conversation.item.done"]);

        wire.Client(Create);

        wire.ToService[^1].ToJsonString().ShouldBe("""{"clientContent":{"turns":[],"turnComplete":true}}""");
    }

    [Fact]
    public void Text_waits_for_the_answer_where_the_model_takes_none_between()
    {
        var wire = LiveWire.Started("gemini-3.1-flash-live-preview").Client(UserText);
        wire.ToService.ShouldBeEmpty();

        wire.Client("""{"type":"response.create","response":{"instructions":"briefly"}}""");

        wire.ToService.Single().ToJsonString().ShouldBe("""{"realtimeInput":{"text":"hi\nbriefly"}}""");
    }

    [Theory]
    [InlineData("assistant", """{"type":"output_text","text":"I see"}""", "model", "I see")]
    [InlineData("system", """{"type":"input_text","text":"be kind"}""", "user", "[System message] be kind")]
    public void Items_of_the_assistant_and_the_system_are_told_in_their_role(string role, string part, string expectedRole, string text)
    {
        var wire = LiveWire.Started().Client($$$$$"""{"type":"conversation.item.create","item":{"type":"message","role":"{{{{{role}}}}}","content":[{{{{{part}}}}}]}}""");

        var turn = wire.ToService.Single()["clientContent"]!["turns"]![0]!;
        ((string?)turn["role"], (string?)turn["parts"]![0]!["text"]).ShouldBe((expectedRole, text));
    }

    [Fact]
    public void Images_and_recorded_speech_are_told_as_data()
    {
        var wire = LiveWire.Started().Client($$$$$"""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA"},{"type":"input_audio","audio":"{{{{{LiveWire.Pcm(100)}}}}}"}]}}""");

        var parts = wire.ToService.Single()["clientContent"]!["turns"]![0]!["parts"]!;
        parts[0]!["inlineData"]!.ToJsonString().ShouldBe("""{"mimeType":"image/png","data":"AAAA"}""");
        parts[1]!["inlineData"]!["mimeType"]!.ToString().ShouldBe("audio/pcm;rate=16000");
        wire.Last("conversation.item.added")["item"]!["content"]![1]!.ToJsonString().ShouldBe("""{"type":"input_audio","transcript":""}""");
    }

    [Fact]
    public void An_image_is_shown_as_video_where_the_model_takes_no_content()
    {
        var wire = LiveWire.Started("gemini-3.1-flash-live-preview")
            .Client("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_image","image_url":"data:image/jpeg;base64,AAAA"}]}}""");

        wire.ToService.Single().ToJsonString().ShouldBe("""{"realtimeInput":{"video":{"mimeType":"image/jpeg","data":"AAAA"}}}""");
    }

    [Theory]
    [InlineData("""{"type":"message","role":"user","content":[{"type":"input_image","image_url":"https://x/y.png"}]}""", "item.content[0].image_url")]
    [InlineData("""{"type":"message","role":"user","content":[{"type":"input_image","image_url":"data:image/gif;base64,AAAA"}]}""", "item.content[0].image_url")]
    [InlineData("""{"type":"message","role":"user","content":[{"type":"input_audio","audio":"?"}]}""", "item.content[0].audio")]
    [InlineData("""{"type":"message","role":"owner","content":[]}""", "item.role")]
    [InlineData("""{"type":"mcp_call","id":"x"}""", "item.type")]
    public void Items_that_cannot_be_had_are_errors_that_name_the_field(string item, string param)
    {
        var wire = LiveWire.Started().Client($$$$$"""{"type":"conversation.item.create","event_id":"e","item":{{{{{item}}}}}}""");

        wire.Types.ShouldBe(["error"]);
        wire.Last("error")["error"]!["param"]!.ToString().ShouldBe(param);
        wire.ToService.ShouldBeEmpty();
    }

    [Fact]
    public void An_item_goes_to_the_end_and_nowhere_else()
    {
        var wire = LiveWire.Started().Client(UserText).Client(UserText.Replace("i1", "i2", StringComparison.Ordinal));

        wire.Last("conversation.item.added")["previous_item_id"]!.ToString().ShouldBe("i1");
        wire.Client("""{"type":"conversation.item.create","previous_item_id":"i1","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}}""");
        wire.Last("error")["error"]!["code"]!.ToString().ShouldBe("unsupported_parameter");
        wire.Client("""{"type":"conversation.item.create","previous_item_id":"no","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}}""");
        wire.Last("error")["error"]!["code"]!.ToString().ShouldBe("invalid_item_id");
    }

    [Fact]
    public void Items_are_retrieved_and_deleted_from_the_gateways_copy()
    {
        var wire = LiveWire.Started().Client(UserText).Client("""{"type":"conversation.item.retrieve","item_id":"i1"}""");
        wire.Last("conversation.item.retrieved")["item"]!["content"]![0]!["text"]!.ToString().ShouldBe("hi");

        wire.Client("""{"type":"conversation.item.delete","item_id":"i1"}""").Client("""{"type":"conversation.item.retrieve","item_id":"i1","event_id":"r"}""");

        wire.Last("conversation.item.deleted")["item_id"]!.ToString().ShouldBe("i1");
        wire.Last("error")["error"]!["code"]!.ToString().ShouldBe("item_retrieve_invalid_item_id");
    }

    [Fact]
    public void A_spoken_answer_is_truncated_to_what_was_heard()
    {
        var wire = LiveWire.Started().Server(LiveWire.Speech(2_000)).Server("""{"serverContent":{"turnComplete":true}}""");
        var id = wire.Last("response.output_item.done")["item"]!["id"]!;

        wire.Client($$$$$"""{"type":"conversation.item.truncate","item_id":"{{{{{id}}}}}","content_index":0,"audio_end_ms":700}""");
        ((int)wire.Last("conversation.item.truncated")["audio_end_ms"]!).ShouldBe(700);
        wire.Client($$$$$"""{"type":"conversation.item.truncate","item_id":"{{{{{id}}}}}","content_index":0,"audio_end_ms":70000}""");
        wire.Last("error")["error"]!["param"]!.ToString().ShouldBe("audio_end_ms");
    }

    [Fact]
    public void Results_of_functions_go_up_together_when_the_client_asks_for_the_answer()
    {
        var wire = LiveWire.Started().Server("""{"toolCall":{"functionCalls":[{"id":"a","name":"f","args":{}},{"id":"b","name":"g","args":{}}]}}""").Wait(200);
        Result(wire, "a", """{\"t\":1}""");
        Result(wire, "b", "plain");
        wire.ToService.ShouldBeEmpty();

        wire.Client(Create);

        wire.ToService.Single().ToJsonString().ShouldBe(
            """{"toolResponse":{"functionResponses":[{"id":"a","name":"f","response":{"t":1}},{"id":"b","name":"g","response":{"output":"plain"}}]}}""");
        wire.Server(LiveWire.Speech());
        wire.Types.ShouldNotContain("input_audio_buffer.committed");
    }

    [Fact]
    public void A_result_of_a_call_that_this_connection_does_not_know_is_told_as_text()
    {
        var wire = LiveWire.Started();

        Result(wire, "old", "12:00");

        wire.ToService.Single()["clientContent"]!["turns"]![0]!["parts"]![0]!["text"]!.ToString().ShouldContain("12:00");
    }

    [Theory]
    [InlineData("""{"conversation":"none"}""", "response.conversation")]
    [InlineData("""{"input":[]}""", "response.input")]
    [InlineData("""{"tool_choice":"required"}""", "response.tool_choice")]
    [InlineData("""{"tools":[{"type":"function","name":"f"}]}""", "response.tools")]
    [InlineData("""{"max_output_tokens":5}""", "response.max_output_tokens")]
    [InlineData("""{"audio":{"output":{"voice":"sage"}}}""", "response.audio.output.voice")]
    [InlineData("""{"prompt":{"id":"p"}}""", "response.prompt")]
    public void What_a_response_cannot_have_is_an_error_that_names_the_field(string response, string param)
    {
        var wire = LiveWire.Started().Client($$$$$"""{"type":"response.create","event_id":"e","response":{{{{{response}}}}}}""");

        wire.Types.ShouldBe(["error"]);
        var error = wire.Last("error")["error"]!;
        ((string?)error["code"], (string?)error["param"], (string?)error["event_id"]).ShouldBe(("unsupported_parameter", param, "e"));
        wire.ToService.ShouldBeEmpty();
    }

    [Fact]
    public void Metadata_comes_back_and_text_can_be_had_of_a_model_that_speaks()
    {
        var wire = LiveWire.Started().Client("""{"type":"response.create","response":{"metadata":{"k":"v"},"output_modalities":["text"]}}""");

        wire.Server(LiveWire.Speech()).Server("""{"serverContent":{"outputTranscription":{"text":"Hello."},"turnComplete":true}}""");

        wire.Types.ShouldNotContain("response.output_audio.delta");
        wire.Last("response.output_text.done")["text"]!.ToString().ShouldBe("Hello.");
        wire.Last("response.created")["response"]!["metadata"]!["k"]!.ToString().ShouldBe("v");
        wire.Last("response.done")["response"]!["metadata"]!["k"]!.ToString().ShouldBe("v");
    }

    [Fact]
    public void A_second_response_while_one_runs_is_refused()
    {
        var wire = LiveWire.Started().Client(Create).Client(Create);
        wire.Last("error")["error"]!["code"]!.ToString().ShouldBe("conversation_already_has_active_response");

        wire.Server(LiveWire.Speech()).Client("""{"type":"response.create","event_id":"2"}""");

        wire.Last("error")["error"]!["event_id"]!.ToString().ShouldBe("2");
    }

    [Fact]
    public void A_cancelled_response_ends_at_once_and_what_still_comes_of_it_is_not_heard()
    {
        var wire = LiveWire.Started().Client(Create).Server(LiveWire.Speech()).Client("""{"type":"response.cancel"}""");
        wire.Last("response.done")["response"]!["status_details"]!.ToJsonString().ShouldBe("""{"type":"cancelled","reason":"client_cancelled"}""");
        wire.ToClient.Clear();

        wire.Server(LiveWire.Speech()).Server("""{"serverContent":{"generationComplete":true}}""")
            .Server("""{"serverContent":{"turnComplete":true}}""");
        wire.ToClient.ShouldBeEmpty();

        wire.Client(Create).Server(LiveWire.Speech());
        wire.Types[0].ShouldBe("response.created");
    }

    [Fact]
    public void A_response_that_was_asked_for_and_has_not_begun_can_be_cancelled()
    {
        var wire = LiveWire.Started().Client(Create).Client("""{"type":"response.cancel"}""");

        wire.Types.ShouldBe(["response.created", "response.done"]);
        wire.Server(LiveWire.Speech()).Server("""{"serverContent":{"turnComplete":true}}""");
        wire.ToClient.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"type":"response.cancel","event_id":"e"}""", "response_cancel_not_active")]
    [InlineData("""{"type":"output_audio_buffer.clear","event_id":"e"}""", "unsupported_event")]
    [InlineData("""{"type":"something.else","event_id":"e"}""", "invalid_value")]
    [InlineData("""{"type":"session.update","event_id":"e"}""", "missing_required_parameter")]
    [InlineData("""{"type":"conversation.item.create","event_id":"e"}""", "missing_required_parameter")]
    [InlineData("""{"type":"conversation.item.truncate","event_id":"e","item_id":"x","content_index":0,"audio_end_ms":1}""", "item_truncate_invalid_item_id")]
    [InlineData("""{"type":"conversation.item.delete","event_id":"e","item_id":"x"}""", "item_delete_invalid_item_id")]
    public void What_cannot_be_done_is_never_passed_over_in_silence(string json, string code)
    {
        var wire = LiveWire.Started().Client(json);

        wire.Types.ShouldBe(["error"]);
        var error = wire.Last("error")["error"]!;
        ((string?)error["code"], (string?)error["event_id"]).ShouldBe((code, "e"));
    }

    private static void Result(LiveWire wire, string callId, string output) => wire.Client(
        $$$$$"""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"{{{{{callId}}}}}","output":"{{{{{output}}}}}"}}""");
}
