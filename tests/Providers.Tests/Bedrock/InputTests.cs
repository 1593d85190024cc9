using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.Bedrock;

public sealed class InputTests
{
    private const string Manual = """{"audio":{"input":{"turn_detection":null}}}""";

    [Fact]
    public void Audio_goes_up_at_16_kHz_in_short_pieces()
    {
        var wire = NovaWire.Begun();

        wire.Client(Append(1000)).ShouldBeEmpty();
        wire.After(100);

        var sent = wire.TakeProvider();
        NovaWire.Name(sent[0]).ShouldBe("contentStart");
        NovaWire.Fields(sent[0]).At("audioInputConfiguration.sampleRateHertz").GetValue<int>().ShouldBe(16000);
        var pieces = sent.Skip(1).Select(Pcm).ToArray();
        pieces.ShouldAllBe(piece => piece.Length <= 3200 && piece.Length > 0);

        // A second, the silence at the beginning, and less than what the filter holds back.
        pieces.Sum(piece => piece.Length).ShouldBeInRange(34_000, 36_000);
    }

    [Fact]
    public void Telephone_audio_is_declared_as_8_kHz_both_ways_and_transcoded()
    {
        var wire = new NovaWire();
        wire.Open();
        wire.Client("""{"type":"session.update","session":{"audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcmu"}}}}}""");
        NovaWire.Fields(wire.TakeProvider()[1]).At("audioOutputConfiguration.sampleRateHertz").GetValue<int>().ShouldBe(8000);

        wire.Client($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(new byte[800])}}"}""");

        var sent = wire.TakeProvider();
        NovaWire.Fields(sent[0]).At("audioInputConfiguration.sampleRateHertz").GetValue<int>().ShouldBe(8000);
        sent.Skip(2).Sum(piece => Pcm(piece).Length).ShouldBe(1600);
        var delta = wire.Nova(NovaScript.Answer("hi")).One("response.output_audio.delta");
        Convert.FromBase64String(delta.Said("delta")).Length.ShouldBe(4);
    }

    [Fact]
    public void Silence_goes_up_in_real_time_while_the_client_is_silent()
    {
        var wire = NovaWire.Begun();
        wire.After(1000);
        wire.TakeProvider();

        wire.After(3000);

        var sent = wire.TakeProvider();
        sent.Select(NovaWire.Name).ShouldAllBe(name => name == "audioInput");
        sent.Sum(piece => Pcm(piece).Length).ShouldBeInRange(2900 * 32, 3100 * 32);
        sent.ShouldAllBe(piece => Pcm(piece).All(value => value == 0));
    }

    [Theory]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"%%%","event_id":"e"}""", "invalid_value")]
    [InlineData("""{"type":"input_audio_buffer.append","event_id":"e"}""", "missing_required_parameter")]
    public void Audio_that_cannot_be_read_is_refused(string append, string code) =>
        NovaWire.Begun().Client(append).Refused("audio", code).Said("event_id").ShouldBe("e");

    [Fact]
    public void Commit_of_a_client_whose_turns_are_detected_is_acknowledged_and_its_item_gets_the_words()
    {
        var wire = NovaWire.Begun();
        wire.Client(Append(500));

        var committed = wire.Client("""{"type":"input_audio_buffer.commit"}""");

        committed.Types().ShouldBe(["input_audio_buffer.committed", "conversation.item.added", "conversation.item.done"]);
        wire.TakeProviderNames().ShouldBe(["contentStart"]);
        wire.Nova(NovaScript.User("hello")).ShouldBeEmpty();
        var answer = wire.Nova(NovaScript.Answer("hi"));
        answer.Types()[..3].ShouldBe(
            ["conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed", "response.created"]);
        answer[1].Said("item_id").ShouldBe(committed[0].Said("item_id"));
    }

    [Fact]
    public void Turn_that_the_client_ends_itself_goes_up_when_it_wants_the_answer()
    {
        var wire = NovaWire.Begun(Manual);
        wire.After(1000);
        wire.TakeProvider();
        wire.Client("""{"type":"input_audio_buffer.commit","event_id":"c"}""").Refused("", "input_audio_buffer_commit_empty").Said("event_id").ShouldBe("c");
        wire.Client(Append(400, 0x20));
        var item = wire.Client("""{"type":"input_audio_buffer.commit"}""")[0].Said("item_id");
        wire.TakeProvider().ShouldBeEmpty();

        wire.Client("""{"type":"response.create"}""").ShouldBeEmpty();

        var sent = wire.TakeProvider();
        sent.Select(NovaWire.Name).ShouldAllBe(name => name == "audioInput");
        sent.Where(piece => Pcm(piece).Any(value => value != 0)).Sum(piece => Pcm(piece).Length).ShouldBeInRange(12_000, 13_000);
        sent.Sum(piece => Pcm(piece).Length).ShouldBeGreaterThan(2400 * 32);
        wire.Nova(NovaScript.User("good morning"));
        wire.Nova(NovaScript.Answer("morning")).One("conversation.item.input_audio_transcription.completed").Said("item_id").ShouldBe(item);
    }

    [Fact]
    public void Cleared_audio_is_forgotten()
    {
        var wire = NovaWire.Begun(Manual);
        wire.Client(Append(400));

        wire.Client("""{"type":"input_audio_buffer.clear"}""").Types().ShouldBe(["input_audio_buffer.cleared"]);

        wire.Client("""{"type":"input_audio_buffer.commit"}""").Refused("", "input_audio_buffer_commit_empty");
    }

    [Fact]
    public void Text_is_answered_when_the_client_asks_and_holds_audio_away()
    {
        var wire = NovaWire.Begun();
        wire.Client(Append(100));
        wire.TakeProvider();

        var added = wire.Client(Message("user", "what time is it"));

        added.Types().ShouldBe(["conversation.item.added", "conversation.item.done"]);
        wire.TakeProviderNames().ShouldBeEmpty();
        wire.Client("""{"type":"response.create"}""").ShouldBeEmpty();
        var sent = wire.TakeProvider();
        sent.Select(NovaWire.Name).ShouldBe(["contentStart", "textInput", "contentEnd"]);
        NovaWire.Fields(sent[0]).At("interactive").GetValue<bool>().ShouldBeTrue();
        NovaWire.Fields(sent[0]).Said("role").ShouldBe("USER");
        NovaWire.Fields(sent[1]).Said("content").ShouldBe("what time is it");
    }

    [Fact]
    public void Answer_without_anything_new_is_asked_for_by_a_text_that_carries_its_instructions()
    {
        var wire = NovaWire.Begun();
        wire.Client("""{"type":"response.create","response":{"instructions":"Say hello in French.","metadata":{"a":"b"}}}""").ShouldBeEmpty();

        NovaWire.Fields(wire.TakeProvider().Single(entry => NovaWire.Name(entry) == "textInput")).Said("content").ShouldContain("Say hello in French.");
        wire.Nova(NovaScript.Answer("Bonjour")).One("response.created").Said("response.metadata.a").ShouldBe("b");
    }

    [Fact]
    public void Words_that_the_service_repeats_of_a_text_are_no_speech()
    {
        var wire = NovaWire.Begun();
        wire.Client(Message("user", "hello"));
        wire.Client("""{"type":"response.create"}""");

        wire.Nova(NovaScript.User("hello")).ShouldBeEmpty();

        wire.Nova(NovaScript.Answer("hi")).Types()[0].ShouldBe("response.created");
    }

    [Fact]
    public void History_before_the_audio_is_what_the_service_takes()
    {
        var wire = NovaWire.Begun();
        wire.Client(Message("assistant", "I am first"));
        wire.Client(Message("user", "one"));
        wire.Client(Message("system", "two"));
        wire.Client(Message("assistant", new string('x', 3000)));
        wire.Client(Message("user", "three"));

        wire.Client("""{"type":"response.create"}""");

        var sent = wire.TakeProvider();
        var starts = sent.Where(entry => NovaWire.Name(entry) == "contentStart").Select(NovaWire.Fields).ToArray();
        starts.Select(start => start.Said("role")).ShouldBe(["USER", "ASSISTANT", "USER", "USER"]);
        starts.Select(start => start.At("interactive").GetValue<bool>()).ShouldBe([false, false, true, true]);
        starts[2].Said("type").ShouldBe("AUDIO");
        var texts = sent.Where(entry => NovaWire.Name(entry) == "textInput").Select(entry => NovaWire.Fields(entry).Said("content")).ToArray();
        texts[0].ShouldBe("one\n(Instruction: two)");
        texts.ShouldAllBe(text => text.Length <= 1024);
        texts.Count(text => text[0] == 'x').ShouldBe(3);
        texts[^1].ShouldBe("three");
    }

    [Fact]
    public void Words_put_into_the_models_mouth_after_the_audio_has_begun_need_a_fresh_stream()
    {
        var wire = NovaWire.Begun();
        wire.Client(Append(100));
        wire.Client(Message("user", "hi"));
        wire.Client(Message("assistant", "hello"));
        wire.Client(Message("user", "again"));
        wire.Client("""{"type":"response.create"}""");
        wire.Renewals.ShouldHaveSingleItem();
        wire.TakeProvider();

        string[] history = [Message("user", "hi"), Message("assistant", "hello"), Message("user", "again")];
        wire.Open(history: history, isReplacement: true);
        wire.After(400);

        var sent = wire.TakeProvider().Where(entry => NovaWire.Name(entry) == "textInput").Select(entry => NovaWire.Fields(entry).Said("content"));
        sent.Skip(1).ShouldBe(["hi", "hello", "again"]);
        wire.Nova(NovaScript.Answer("yes")).One("response.created");
    }

    [Fact]
    public void First_generation_answers_text_by_a_spoken_word()
    {
        var wire = NovaWire.Begun(model: "amazon.nova-sonic-v1:0");
        wire.Client(Message("user", "what time is it"));

        wire.Client("""{"type":"response.create"}""");

        var sent = wire.TakeProvider();
        var text = sent.First(entry => NovaWire.Name(entry) == "contentStart");
        NovaWire.Fields(text).At("interactive").GetValue<bool>().ShouldBeFalse();
        sent.Where(entry => NovaWire.Name(entry) == "audioInput").Any(piece => Pcm(piece).Any(value => value != 0)).ShouldBeTrue();
        wire.Nova(NovaScript.User("ready")).ShouldBeEmpty();
        wire.Nova(NovaScript.Answer("noon")).Types()[0].ShouldBe("response.created");
    }

    [Theory]
    [InlineData("""{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"data:"}]}""", "item.content[1].type")]
    [InlineData("""{"type":"mcp_approval_response","approval_request_id":"a","approve":true}""", "item.type")]
    public void Item_that_Nova_cannot_have_is_refused_by_name(string item, string param) =>
        NovaWire.Begun().Client($$"""{"type":"conversation.item.create","item":{{item}}}""").Refused(param, "unsupported_parameter");

    [Theory]
    [InlineData("""{"conversation":"none"}""", "response.conversation")]
    [InlineData("""{"input":[]}""", "response.input")]
    [InlineData("""{"tool_choice":"required"}""", "response.tool_choice")]
    [InlineData("""{"max_output_tokens":5}""", "response.max_output_tokens")]
    [InlineData("""{"audio":{"output":{"voice":"amy"}}}""", "response.audio.output.voice")]
    public void Answer_that_Nova_cannot_give_is_refused_by_name(string response, string param) =>
        NovaWire.Begun().Client($$"""{"type":"response.create","response":{{response}}}""").Refused(param, "unsupported_parameter");

    [Fact]
    public void Items_are_shown_cut_and_deleted()
    {
        var wire = NovaWire.Begun();
        var item = wire.Client(Message("user", "hi")).One("conversation.item.done").Said("item.id");
        var spoken = wire.Nova(NovaScript.Answer("hello")).One("conversation.item.done").Said("item.id");
        wire.After(200);

        wire.Client($$"""{"type":"conversation.item.retrieve","item_id":"{{item}}"}""").One("conversation.item.retrieved").Said("item.content.0.text").ShouldBe("hi");
        wire.Client($$"""{"type":"conversation.item.truncate","item_id":"{{spoken}}","content_index":0,"audio_end_ms":0}""").One("conversation.item.truncated");
        wire.Client($$"""{"type":"conversation.item.truncate","item_id":"{{spoken}}","content_index":0,"audio_end_ms":9000}""").Refused("audio_end_ms");
        wire.Client($$"""{"type":"conversation.item.truncate","item_id":"{{item}}","content_index":0,"audio_end_ms":0}""").Refused("item_id");
        wire.Client($$"""{"type":"conversation.item.delete","item_id":"{{item}}"}""").One("conversation.item.deleted");
        wire.Client($$"""{"type":"conversation.item.delete","item_id":"{{item}}"}""").Refused("item_id", "item_delete_invalid_item_id");
        wire.Renewals.ShouldBeEmpty();

        wire.Client($$"""{"type":"conversation.item.delete","item_id":"{{spoken}}"}""").One("conversation.item.deleted");
        wire.Renewals.ShouldHaveSingleItem();
    }

    internal static string Message(string role, string text) =>
        $$$"""{"type":"conversation.item.create","item":{"type":"message","role":"{{{role}}}","content":[{"type":"{{{(role == "assistant" ? "output_text" : "input_text")}}}","text":"{{{text}}}"}]}}""";

    internal static string Append(int milliseconds, byte value = 0)
    {
        var pcm = new byte[milliseconds * 48];
        Array.Fill(pcm, value);
        return $$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(pcm)}}"}""";
    }

    private static byte[] Pcm(JsonObject audioInput) => Convert.FromBase64String(NovaWire.Fields(audioInput).Said("content"));
}
