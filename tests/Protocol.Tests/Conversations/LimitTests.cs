using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class LimitTests
{
    [Fact]
    public void More_items_than_the_limit_push_out_the_oldest()
    {
        var talk = Talk.Started(options: new ConversationOptions { MaxItems = 3 });
        for (var index = 0; index < 10; index++)
        {
            talk.Server(Wire.Item("added", $"u{index}", "user", "completed", """{"type":"input_text","text":"Hi"}"""));
        }

        talk.State.Items.Select(item => item.Id).ShouldBe(["u7", "u8", "u9"]);
    }

    [Fact]
    public void More_bytes_than_the_limit_push_out_the_oldest()
    {
        var talk = Talk.Started(options: new ConversationOptions { MaxBytes = 100_000 });
        var text = new string('t', 10_000);
        for (var index = 0; index < 50; index++)
        {
            talk.Server(Wire.Item("added", $"u{index}", "user", "completed", $$"""{"type":"input_text","text":"{{text}}"}"""));
        }

        talk.State.Items.Select(item => item.Id).ShouldBe(["u46", "u47", "u48", "u49"]);
    }

    [Fact]
    public void An_item_that_grows_pushes_out_others_as_well()
    {
        var talk = Talk.Started(options: new ConversationOptions { MaxBytes = 10_000 });
        talk.Server(Wire.Item("added", "u1", "user", "completed", $$"""{"type":"input_text","text":"{{new string('t', 3_000)}}"}"""));
        talk.Server(Wire.Item("added", "x1", "user", "completed", """{"type":"input_audio"}""", "u1"));
        talk.Server(Wire.Transcript("x1", new string('t', 3_000)));

        talk.State.Items.ShouldHaveSingleItem().Id.ShouldBe("x1");
    }

    [Fact]
    public void An_item_that_is_too_large_by_itself_leaves_the_others_alone()
    {
        var talk = Talk.Started(options: new ConversationOptions { MaxBytes = 10_000 });
        talk.Server(Wire.Item("added", "u1", "user", "completed", """{"type":"input_text","text":"Hi"}"""));
        talk.Server(Wire.Item("added", "u2", "user", "completed", $$"""{"type":"input_text","text":"{{new string('t', 9_000)}}"}"""));

        talk.State.Items.ShouldHaveSingleItem().Id.ShouldBe("u1");
    }

    [Fact]
    public void A_text_is_cut_and_an_image_left_out_at_the_limit_of_a_part()
    {
        var talk = Talk.Started(options: new ConversationOptions { MaxPartLength = 16 });
        talk.Server(Wire.Item("added", "u1", "user", "completed",
            """{"type":"input_text","text":"0123456789abcde\ud83d\ude00"},{"type":"input_image","image_url":"data:image/png;base64,AAAAAAAA"}"""));

        var content = talk.State.Items.ShouldHaveSingleItem().Content;
        content[0].Text.ShouldBe("0123456789abcde");
        content[1].ImageUrl.ShouldBeNull();
        talk.Replay()[1].ShouldNotContain("input_image");
    }

    [Fact]
    public void The_text_of_a_running_response_is_cut_at_the_limit_of_a_part()
    {
        var talk = Talk.Started(turnDetection: "null", options: new ConversationOptions { MaxPartLength = 100 });
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 0, Wire.Message("a1", "assistant", "in_progress")));
        for (var index = 0; index < 100; index++)
        {
            talk.Server(Wire.Content("response.output_text.delta", "r1", "a1", "\"delta\":\"0123456\""));
        }

        talk.State.ActiveResponse!.Outputs[0].Parts[0].Text.Length.ShouldBe(100);
    }

    [Fact]
    public void Unanswered_requests_are_bounded_in_number_and_bytes()
    {
        var talk = Talk.Started(options: new ConversationOptions { MaxPendingRequests = 3, MaxPendingBytes = 500 });
        for (var index = 0; index < 5; index++)
        {
            talk.Client($$"""{"type":"conversation.item.create","event_id":"c{{index}}","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"{{new string('t', index == 3 ? 600 : 10)}}"}] } }""");
        }

        talk.State.PendingRequests.Select(request => request.EventId).ShouldBe(["c2", "c3", "c4"]);
        talk.State.PendingRequests.Select(request => request.Payload.Length > 0).ShouldBe([true, false, true]);
    }

    [Fact]
    public void A_flood_of_everything_stays_within_bounds()
    {
        var talk = Talk.Started(options: new ConversationOptions { MaxItems = 50, MaxBytes = 100_000 });
        for (var index = 0; index < 2_000; index++)
        {
            talk.Client($$$"""{"type":"response.create","response":{"conversation":"none","metadata":{"i":"{{{index}}}"} } }""");
            talk.Server(Wire.ResponseCreated($"r{index}", "null", $$"""{"i":"{{index}}"}"""));
            talk.Server(Wire.Output("added", $"r{index}", index, Wire.Call($"f{index}", "in_progress", $"k{index}", "")));
            talk.Server(Wire.Output("added", "r1999", index, Wire.Message($"a{index}", "assistant", "in_progress")));
            talk.Server(Wire.Content("response.content_part.added", "r1999", "a1", "\"part\":{\"type\":\"text\"}", index));
            talk.Server(Wire.Item("added", $"i{index}", "user", "completed", """{"type":"input_text","text":"Hi"}"""));
            talk.Server($$"""{"type":"conversation.item.deleted","item_id":"i{{index - 1}}"}""");
            talk.Server(Wire.Transcript($"i{index}", "t").Replace("\"content_index\":0", "\"content_index\":" + index, StringComparison.Ordinal));
        }

        talk.State.RunningResponses.Count.ShouldBeLessThanOrEqualTo(33);
        talk.State.ToSnapshot().ToUtf8().Length.ShouldBeLessThan(300_000);
        Invariants.Check(talk.State);
    }
}
