
namespace Realtime.Providers.Tests.Bedrock;

public sealed class AnswerTests
{
    [Fact]
    public void Calls_that_come_back_to_back_are_one_response()
    {
        var wire = NovaWire.Begun();
        var events = wire.Nova([.. NovaScript.User("weather and time"), .. NovaScript.Call("1", "weather", """{"city":"Oslo"}""")]);
        events.Types().ShouldNotContain("response.done");
        wire.After(199).ShouldBeEmpty();
        wire.Nova(NovaScript.Usage(1, 2, 3, 4)).ShouldBeEmpty();
        wire.Nova(NovaScript.Call("2", "time", "{}")).Types()[0].ShouldBe("response.output_item.added");
        wire.After(199).ShouldBeEmpty();

        var done = wire.After(1).One("response.done");

        done.Said("response.status").ShouldBe("completed");
        done.At("response.output").AsArray().Select(item => item!.Said("call_id")).ShouldBe(["1", "2"]);
        done.At("response.usage.total_tokens").GetValue<int>().ShouldBe(10);
    }

    [Fact]
    public void Results_are_held_until_the_client_asks_and_go_up_as_objects()
    {
        var wire = NovaWire.Begun();
        wire.Nova([.. NovaScript.Call("1", "f", "{}"), .. NovaScript.Call("2", "g", "{}"), .. NovaScript.Call("3", "h", "{}")]);
        wire.After(200);
        wire.After(1000);
        wire.TakeProvider();
        wire.Client(Output("1", "sunny")).Types().ShouldBe(["conversation.item.added", "conversation.item.done"]);
        wire.Client(Output("2", """{\"a\":1}"""));
        wire.Client(Output("3", "[1,2]"));
        wire.TakeProviderNames().ShouldBeEmpty();

        wire.Client("""{"type":"response.create"}""").ShouldBeEmpty();

        var sent = wire.TakeProvider();
        sent.Select(NovaWire.Name).ShouldBe([.. Enumerable.Repeat<string[]>(["contentStart", "toolResult", "contentEnd"], 3).SelectMany(names => names)]);
        NovaWire.Fields(sent[0]).Said("toolResultInputConfiguration.toolUseId").ShouldBe("1");
        sent.Where(entry => NovaWire.Name(entry) == "toolResult").Select(entry => NovaWire.Fields(entry).Said("content"))
            .ShouldBe(["""{"output":"sunny"}""", """{"a":1}""", """{"output":"[1,2]"}"""]);
        wire.Nova(NovaScript.Answer("done")).One("response.created");
    }

    [Fact]
    public void Result_whose_call_no_stream_waits_for_any_more_goes_up_as_text()
    {
        var wire = NovaWire.Begun();
        string[] history =
        [
            InputTests.Message("user", "weather"),
            """{"type":"conversation.item.create","item":{"id":"c","type":"function_call","name":"weather","call_id":"1","arguments":"{}"}}""",
        ];
        wire.Open(history: history, isReplacement: true);
        wire.Client(Output("1", "sunny"));

        wire.Client("""{"type":"response.create"}""");

        wire.TakeProvider().Where(entry => NovaWire.Name(entry) == "textInput").Select(entry => NovaWire.Fields(entry).Said("content")).Skip(1)
            .ShouldBe(["weather", "(I called the function weather with {}.)", "(The function weather returned: sunny)"]);
    }

    [Fact]
    public void Text_alone_comes_as_text()
    {
        var wire = NovaWire.Begun("""{"output_modalities":["text"]}""");

        var events = wire.Nova([.. NovaScript.Answer("One.", "PARTIAL_TURN"), .. NovaScript.Answer("Two.", id: "b")]);

        events.Types().ShouldBe(
        [
            "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added",
            "response.output_text.delta", "response.output_text.delta", "response.output_text.done", "response.content_part.done",
            "conversation.item.done", "response.output_item.done",
        ]);
        events.One("response.output_text.done").Said("text").ShouldBe("One. Two.");
        wire.After(200).One("response.done").Said("response.output.0.content.0.type").ShouldBe("output_text");
    }

    [Fact]
    public void Cancelled_answer_is_silent_to_its_end_and_the_next_is_heard()
    {
        var wire = NovaWire.Begun();
        var answer = NovaScript.Answer("A long story.", "PARTIAL_TURN");
        wire.Nova(answer);

        var cancelled = wire.Client("""{"type":"response.cancel"}""");

        cancelled.Types().ShouldBe(
        [
            "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done", "conversation.item.done",
            "response.output_item.done", "response.done",
        ]);
        cancelled.One("response.done").Said("response.status_details.reason").ShouldBe("client_cancelled");
        wire.Nova(NovaScript.Answer("More of it.")).ShouldBeEmpty();
        wire.After(500).ShouldBeEmpty();
        wire.Client("""{"type":"response.cancel"}""").Refused("", "response_cancel_not_active");
        wire.Nova(NovaScript.Answer("Another.")).One("response.created");
    }

    [Fact]
    public void Answer_that_was_only_asked_for_can_be_cancelled()
    {
        var wire = NovaWire.Begun();
        wire.Client("""{"type":"response.create"}""");

        wire.Client("""{"type":"response.cancel"}""").Types().ShouldBe(["response.created", "response.done"]);

        wire.Nova(NovaScript.Answer("Too late.")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_whose_beginning_is_answered_by_its_cancellation_ends_once(bool wasCancelled)
    {
        var wire = NovaWire.Begun();
        wire.Client("""{"type":"response.create"}""");
        wire.Answer = json => (string)json["type"]! == "response.created" ? """{"type":"response.cancel"}""" : null;

        var events = wasCancelled ? wire.Client("""{"type":"response.cancel"}""") : wire.Nova(NovaScript.Answer("Dropped."));

        events.Types().ShouldBe(["response.created", "response.done"]);
    }

    [Fact]
    public void Second_request_while_one_runs_is_refused()
    {
        var wire = NovaWire.Begun();
        wire.Client("""{"type":"response.create"}""");

        wire.Client("""{"type":"response.create","event_id":"second"}""")
            .Refused("", "conversation_already_has_active_response").Said("event_id").ShouldBe("second");
    }

    [Fact]
    public void Speech_into_an_answer_that_was_all_said_is_told_though_nothing_is_cut()
    {
        var wire = NovaWire.Begun();
        wire.Nova(NovaScript.Answer("Hello."));

        var events = wire.Nova(
        [
            NovaScript.Start("m", "TEXT", "ASSISTANT", "FINAL"), NovaScript.Text("m", """{ "interrupted" : true }"""), NovaScript.End("m", "TEXT", "INTERRUPTED"),
        ]);

        events.Types().ShouldBe(["response.done", "input_audio_buffer.speech_started"]);
        events[0].Said("response.status").ShouldBe("completed");
        var next = wire.Nova([.. NovaScript.User("stop"), .. NovaScript.Answer("Yes?")]);
        next.Types().ShouldNotContain("input_audio_buffer.speech_started");
        next[0].Said("item_id").ShouldBe(events[1].Said("item_id"));
    }

    [Fact]
    public void Phrases_of_one_turn_are_joined()
    {
        var wire = NovaWire.Begun();

        var events = wire.Nova([.. NovaScript.User("what"), .. NovaScript.User("time is it", "u2"), .. NovaScript.Answer("Noon.")]);

        events.One("conversation.item.input_audio_transcription.completed").Said("transcript").ShouldBe("what time is it");
        events.First(entry => entry.Said("type") == "conversation.item.added").Said("item.content.0.transcript").ShouldBeEmpty();
    }

    [Fact]
    public void Client_that_wants_no_transcripts_gets_no_events_of_them_and_the_history_keeps_the_words()
    {
        var wire = NovaWire.Begun("""{"audio":{"input":{"transcription":null}}}""");

        var events = wire.Nova([.. NovaScript.User("hello"), .. NovaScript.Answer("hi")]);

        events.Types().ShouldNotContain("conversation.item.input_audio_transcription.completed");
        events.First(entry => entry.Said("type") == "conversation.item.done").Said("item.content.0.transcript").ShouldBe("hello");
    }

    [Fact]
    public void Words_really_said_go_into_the_history_of_the_next_stream()
    {
        var wire = NovaWire.Begun();
        var item = wire.Nova(NovaScript.Answer("One. Two. Three.", "INTERRUPTED")).One("conversation.item.done").Said("item.id");
        wire.Nova([NovaScript.Start("f", "TEXT", "ASSISTANT", "FINAL"), NovaScript.Text("f", "One."), NovaScript.End("f", "TEXT", "PARTIAL_TURN")]).ShouldBeEmpty();
        wire.TakeProvider();

        wire.Open(
            history:
            [
                InputTests.Message("user", "count"),
                $$$"""{"type":"conversation.item.create","item":{"id":"{{{item}}}","type":"message","role":"assistant","content":[{"type":"output_text","text":"One. Two. Three."}]}}""",
            ],
            isReplacement: true);
        wire.After(1000);

        wire.TakeProvider().Where(entry => NovaWire.Name(entry) == "textInput").Select(entry => NovaWire.Fields(entry).Said("content")).Skip(1)
            .ShouldBe(["count", "One."]);
    }

    private static string Output(string call, string output) =>
        $$$"""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"{{{call}}}","output":"{{{output}}}"}}""";
}
