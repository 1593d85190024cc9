namespace Realtime.Protocol.Tests.Dialects;

/// <summary>A beta upstream announces an item once; GA says added and done.</summary>
public sealed class ItemLifeTests
{
    private readonly Edge _edge = Edge.OfBetaUpstream();

    [Theory]
    [InlineData("""{"id":"i1","type":"message","role":"user","status":"completed","content":[{"type":"input_text","text":"q"}]}""")]
    [InlineData("""{"id":"i1","type":"message","role":"user","status":"in_progress","content":[{"type":"input_audio","transcript":null}]}""")]
    [InlineData("""{"id":"i1","type":"function_call_output","call_id":"c","output":"o"}""")]
    [InlineData("""{"id":"i1","type":"message","role":"assistant","status":"incomplete","content":[]}""")]
    public void ToCanonical_created_of_a_finished_item_is_added_and_done(string item)
    {
        var events = _edge.ToCanonical(Event("conversation.item.created", item, ",\"previous_item_id\":\"i0\""));

        events.Length.ShouldBe(2);
        events[0].ShouldBe(Event("conversation.item.added", item, ",\"previous_item_id\":\"i0\""));
        events[1].ShouldBeJson(
            $$"""{"type":"conversation.item.done","event_id":"realtime_done_i1","previous_item_id":"i0","item":{{item}}}""");
    }

    [Fact]
    public void ToCanonical_created_without_a_previous_item_stays_without_one() =>
        _edge.ToCanonical(Event("conversation.item.created", """{"id":"i1"}"""))[1].ShouldNotContain("previous_item_id");

    [Fact]
    public void ToCanonical_created_of_a_growing_item_is_done_with_its_output_item()
    {
        const string Growing = """{"id":"i1","type":"message","role":"assistant","status":"in_progress","content":[]}""";
        const string Whole = """{"id":"i1","type":"message","role":"assistant","status":"completed","content":[{"type":"text","text":"a"}]}""";
        var wholeInGa = Whole.Replace("\"text\",\"text\"", "\"output_text\",\"text\"", StringComparison.Ordinal);

        _edge.ToCanonical(Event("response.output_item.added", Growing)).ShouldHaveSingleItem();
        _edge.ToCanonical(Event("conversation.item.created", Growing, ",\"previous_item_id\":null")).ShouldHaveSingleItem()
            .ShouldBe(Event("conversation.item.added", Growing, ",\"previous_item_id\":null"));
        var end = _edge.ToCanonical(Event("response.output_item.done", Whole));

        end.Length.ShouldBe(2);
        end[0].ShouldBeJson(
            $$"""{"type":"conversation.item.done","event_id":"realtime_done_i1","previous_item_id":null,"item":{{wholeInGa}}}""");
        end[1].ShouldBeJson(Event("response.output_item.done", wholeInGa));
    }

    [Fact]
    public void ToCanonical_out_of_band_items_are_never_items_of_the_conversation()
    {
        const string Item = """{"id":"i1","type":"message","role":"assistant","status":"in_progress","content":[]}""";

        _edge.ToCanonical(Event("response.output_item.added", Item)).ShouldHaveSingleItem();
        _edge.ToCanonical(Event("response.output_item.done", Item)).ShouldHaveSingleItem()
            .ShouldBe(Event("response.output_item.done", Item));
    }

    [Fact]
    public void ToCanonical_item_is_done_once_even_where_the_response_names_it_again()
    {
        const string Growing = """{"id":"i1","type":"message","role":"assistant","status":"in_progress","content":[]}""";
        _edge.ToCanonical(Event("conversation.item.created", Growing));
        _edge.ToCanonical(Event("response.output_item.done", Growing)).Length.ShouldBe(2);

        _edge.ToCanonical($$$"""{"type":"response.done","response":{"output":[{{{Growing}}}]}}""").ShouldHaveSingleItem();
    }

    [Fact]
    public void ToCanonical_item_whose_end_was_never_said_is_done_with_its_response()
    {
        const string Growing = """{"id":"i1","type":"message","role":"assistant","status":"in_progress","content":[]}""";
        const string Cut = """{"id":"i1","type":"message","role":"assistant","status":"incomplete","content":[]}""";
        _edge.ToCanonical(Event("conversation.item.created", Growing));

        var end = _edge.ToCanonical($$$"""{"type":"response.done","response":{"status":"cancelled","output":[{{{Cut}}}]}}""");

        end.Length.ShouldBe(2);
        end[0].ShouldBeJson($$"""{"type":"conversation.item.done","event_id":"realtime_done_i1","item":{{Cut}}}""");
        end[1].ShouldContain("response.done");
    }

    [Fact]
    public void ToCanonical_function_name_is_filled_in_from_the_item()
    {
        const string Call = """{"id":"i1","type":"function_call","status":"in_progress","name":"get_\u0077eather","call_id":"c","arguments":""}""";
        const string Done = """{"type":"response.function_call_arguments.done","event_id":"e","response_id":"r","item_id":"i1","output_index":0,"call_id":"c","arguments":"{}"}""";
        _edge.ToCanonical(Event("response.output_item.added", Call));

        _edge.ToCanonical(Done).ShouldHaveSingleItem().ShouldBeJson(Done.With("""{"name":"get_weather"}"""));
    }

    [Fact]
    public void ToCanonical_function_name_is_filled_in_from_the_conversations_item_too()
    {
        _edge.ToCanonical(Event("conversation.item.created", """{"id":"i1","type":"function_call","status":"in_progress","name":"f"}"""));

        _edge.ToCanonical("""{"type":"response.function_call_arguments.done","item_id":"i1","name":null}""").ShouldHaveSingleItem()
            .ShouldBeJson("""{"type":"response.function_call_arguments.done","item_id":"i1","name":"f"}""");
    }

    [Theory]
    [InlineData("""{"type":"response.function_call_arguments.done","item_id":"i1","name":"own"}""")]
    [InlineData("""{"type":"response.function_call_arguments.done","item_id":"other"}""")]
    [InlineData("""{"type":"response.function_call_arguments.done"}""")]
    public void ToCanonical_function_name_that_is_there_or_unknown_changes_nothing(string done)
    {
        _edge.ToCanonical(Event("response.output_item.added", """{"id":"i1","type":"function_call","name":"f"}"""));

        _edge.ToCanonical(done).ShouldHaveSingleItem().ShouldBe(done);
    }

    private static string Event(string type, string item, string more = "") =>
        $$"""{"type":"{{type}}","event_id":"e1"{{more}},"item":{{item}}}""";
}
