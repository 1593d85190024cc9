using Realtime.Configuration;

namespace Realtime.Grains.Tests.Sessions.Guarding;

public sealed class ModelOutputTests
{
    private const string Start = """{"type":"response.created","response":{"id":"r1","conversation_id":"c"}}""";
    private const string ItemAdded = """{"type":"response.output_item.added","response_id":"r1","output_index":0,"item":{"id":"o1","type":"message","role":"assistant","status":"in_progress","content":[]}}""";
    private const string PartAdded = """{"type":"response.content_part.added","response_id":"r1","item_id":"o1","output_index":0,"content_index":0,"part":{"type":"audio"}}""";

    [Fact]
    public async Task Speech_and_text_wait_until_their_window_has_passed_and_go_in_order()
    {
        var talk = Begin();
        talk.ProviderSends(Audio(1), Text("Good morning to you all, "), Audio(2));
        talk.Engine.Asked.ShouldBeEmpty();
        talk.ProviderSends(Text("and a good evening to all the others who are here with us tonight. "), Audio(3));

        await talk.UntilAsync(t => t.ClientTypes.Contains("response.output_audio_transcript.delta"));
        Heard(talk).ShouldBe(["1", "2"]);
        talk.ProviderSends([.. End("Good morning to you all, and a good evening to all the others who are here with us tonight. ")]);

        await talk.ClientGetsAsync("response.done");
        Heard(talk).ShouldBe(["1", "2", "3"]);
        talk.ClientTypes.ShouldBe(
        [
            "response.created", "response.output_item.added", "response.content_part.added", "response.output_audio.delta",
            "response.output_audio_transcript.delta", "response.output_audio.delta", "response.output_audio_transcript.delta",
            "response.output_audio.delta", "response.output_audio_transcript.done", "response.content_part.done", "response.output_item.done",
            "response.done",
        ]);
    }

    [Fact]
    public async Task Blocked_answer_is_cut_and_none_of_its_audio_and_text_leaves()
    {
        var talk = Begin(entry => entry with { RealtimeViolationMessage = "I must not say that." });

        talk.ProviderSends(Audio(1), Text("This is a bad word that nobody should hear. "), Audio(2));

        (await talk.ProviderGetsAsync("response.cancel"))["response_id"]!.ToString().ShouldBe("r1");
        talk.ProviderSends("""{"type":"response.done","response":{"id":"r1","status":"cancelled","output":[{"id":"o1","content":[{"transcript":"a bad word"}]}],"usage":{"total_tokens":5}}}""");
        var done = (await talk.ClientGetsAsync("response.done"))["response"]!;
        (done["status"]!.ToString(), (int)done["usage"]!["total_tokens"]!).ShouldBe(("cancelled", 5));
        talk.Client.ShouldAllBe(json => !json.ToJsonString().Contains("bad word"));
        Heard(talk).ShouldBeEmpty();
        talk.ClientTypes.Count(type => type == "error").ShouldBe(1);
        (await talk.ProviderGetsAsync("response.create"))["response"]!["instructions"]!.ToString().ShouldBe("Say exactly: I must not say that.");
        (await talk.ProviderGetsAsync("conversation.item.delete"))["item_id"]!.ToString().ShouldBe("o1");
    }

    [Fact]
    public async Task What_has_passed_before_a_block_is_closed_for_the_client()
    {
        var talk = Begin();
        talk.ProviderSends(Text("Good morning to you all, "), Audio(1), Text("and a good evening to all the others who are here with us tonight. "));
        await talk.ClientGetsAsync("response.output_audio_transcript.delta");

        talk.ProviderSends(Text("But now comes something that is rather bad indeed."));

        await talk.ClientGetsAsync("error");
        talk.ProviderSends("""{"type":"response.done","response":{"id":"r1","status":"cancelled"}}""");
        await talk.ClientGetsAsync("response.done");
        talk.ClientTypes.TakeLast(6).ShouldBe(
        [
            "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done", "response.output_item.done", "error", "response.done",
        ]);
        talk.Client[^1]["response"]!["output"]![0]!["content"]![0]!["transcript"]!.ToString().ShouldBe("Good morning to you all, ");
    }

    [Fact]
    public async Task Answer_that_came_whole_before_its_verdict_is_cut_all_the_same()
    {
        var talk = Begin();

        talk.ProviderSends([Text("bad word"), Audio(1), .. End("bad word")]);

        await talk.ClientGetsAsync("response.done");
        Heard(talk).ShouldBeEmpty();
        talk.Client.ShouldAllBe(json => !json.ToJsonString().Contains("bad word"));
        talk.Client[^1]["response"]!["status"]!.ToString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task Masked_words_are_masked_wherever_they_are_told_and_their_speech_is_left_out()
    {
        var talk = Begin();

        talk.ProviderSends([Text("My "), Audio(1), Text("sec"), Audio(2), Text("ret is safe."), Audio(3), .. End("My secret is safe.")]);

        await talk.ClientGetsAsync("response.done");
        Heard(talk).ShouldBeEmpty();
        string.Concat(talk.Client.Where(json => GuardedTalk.Type(json) == "response.output_audio_transcript.delta").Select(json => (string)json["delta"]!))
            .ShouldBe("My [X] is safe.");
        talk.Client.ShouldAllBe(json => !json.ToJsonString().Contains("secret"));
        talk.Client.Single(json => GuardedTalk.Type(json) == "response.output_item.done")["item"]!["content"]![0]!["transcript"]!.ToString().ShouldBe("My [X] is safe.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Engine_that_is_away_cuts_or_lets_pass_as_configured(bool open)
    {
        var talk = Begin(entry => entry with { FailOpen = open });

        talk.ProviderSends([Text("down"), Audio(1), .. End("down")]);

        await talk.ClientGetsAsync("response.done");
        Heard(talk).Count().ShouldBe(open ? 1 : 0);
        talk.ClientTypes.Contains("error").ShouldBe(!open);
    }

    [Fact]
    public async Task Speech_without_a_transcript_cannot_be_judged_and_stays_out()
    {
        var talk = Begin();

        talk.ProviderSends(Audio(1), """{"type":"response.content_part.done","response_id":"r1","item_id":"o1","content_index":0,"part":{"type":"audio"}}""");

        await talk.ClientGetsAsync("error");
        Heard(talk).ShouldBeEmpty();
    }

    [Fact]
    public async Task Function_calls_pass_in_their_order()
    {
        var talk = Begin();

        talk.ProviderSends(
            """{"type":"response.output_item.added","response_id":"r1","output_index":1,"item":{"id":"f1","type":"function_call","name":"f"}}""",
            """{"type":"response.function_call_arguments.delta","response_id":"r1","item_id":"f1","output_index":1,"delta":"{}"}""",
            """{"type":"response.function_call_arguments.done","response_id":"r1","item_id":"f1","output_index":1,"arguments":"{}"}""",
            """{"type":"response.output_item.done","response_id":"r1","output_index":1,"item":{"id":"f1","type":"function_call"}}""");

        talk.ClientTypes.Skip(3).ShouldBe(
            ["response.output_item.added", "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done"]);
        await talk.UntilAsync(t => t.Engine.Asked.IsEmpty);
    }

    private static GuardedTalk Begin(Func<GuardrailEntry, GuardrailEntry>? with = null)
    {
        var talk = new GuardedTalk(GuardrailMode.PostCall, with);
        talk.ProviderSends(Start, ItemAdded, PartAdded);
        return talk;
    }

    private static string Text(string delta) =>
        $$"""{"type":"response.output_audio_transcript.delta","response_id":"r1","item_id":"o1","output_index":0,"content_index":0,"delta":"{{delta}}"}""";

    private static string Audio(int number) =>
        $$"""{"type":"response.output_audio.delta","response_id":"r1","item_id":"o1","output_index":0,"content_index":0,"delta":"AAA{{number}}"}""";

    private static IEnumerable<string> End(string transcript) =>
    [
        $$"""{"type":"response.output_audio_transcript.done","response_id":"r1","item_id":"o1","output_index":0,"content_index":0,"transcript":"{{transcript}}"}""",
        $$$"""{"type":"response.content_part.done","response_id":"r1","item_id":"o1","output_index":0,"content_index":0,"part":{"type":"audio","transcript":"{{{transcript}}}"}}""",
        $$$"""{"type":"response.output_item.done","response_id":"r1","output_index":0,"item":{"id":"o1","type":"message","content":[{"type":"output_audio","transcript":"{{{transcript}}}"}]}}""",
        $$$"""{"type":"response.done","response":{"id":"r1","status":"completed","output":[{"id":"o1","content":[{"type":"output_audio","transcript":"{{{transcript}}}"}]}]}}""",
    ];

    private static IEnumerable<string> Heard(GuardedTalk talk) =>
        talk.Client.Where(json => GuardedTalk.Type(json) == "response.output_audio.delta").Select(json => json["delta"]!.ToString()[3..]);
}
