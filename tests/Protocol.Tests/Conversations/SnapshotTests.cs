using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class SnapshotTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"version\":1,\"items\":null}")]
    [InlineData("{\"version\":1,\"items\":[{}]}")]
    [InlineData("{\"version\":2}")]
    [InlineData("{\"version\":1")]
    public void TryParse_of_what_is_no_snapshot_or_a_newer_one_says_no(string json) =>
        ConversationSnapshot.TryParse(System.Text.Encoding.UTF8.GetBytes(json), out _).ShouldBeFalse();

    [Fact]
    public void TryParse_of_a_snapshot_with_fields_of_another_build_reads_the_rest()
    {
        ConversationSnapshot.TryParse("""{"version":1,"speech":1,"somethingNew":{}}"""u8, out var snapshot).ShouldBeTrue();

        Conversation.FromSnapshot(snapshot).Speech.ShouldBe(SpeechState.Speaking);
    }

    [Fact]
    public void A_snapshot_holds_every_kind_of_state()
    {
        var talk = Talk.WithRunningAudio();
        talk.State.NoteInputAudio();
        talk.Client("""{"type":"session.update","event_id":"c1","session":{"type":"realtime","instructions":"é\u0000😀"}}""");
        talk.Server("""{"type":"conversation.item.truncated","item_id":"a1","content_index":0,"audio_end_ms":900}""");
        talk.Server("""{"type":"input_audio_buffer.speech_started","item_id":"x2"}""");

        talk.TakeOver();

        talk.State.HasInputAudio.ShouldBeTrue();
        talk.State.IsVoiceLocked.ShouldBeTrue();
        talk.State.Speech.ShouldBe(SpeechState.Speaking);
        talk.State.ActiveResponse!.Outputs[0].Parts[0].Text.ShouldBe("Good morning, how are");
        var request = talk.State.PendingRequests.ShouldHaveSingleItem();
        System.Text.Encoding.UTF8.GetString(request.Payload).ShouldContain("é\\u0000😀");
        talk.State.Items[1].Content[0].AudioEndMs.ShouldBe(900);
        talk.State.Settings.InputFormat.ShouldNotBeNull();
    }

    [Fact]
    public void A_snapshot_taken_under_wider_limits_is_cut_to_the_narrower_ones()
    {
        var talk = Talk.Started();
        for (var index = 0; index < 5; index++)
        {
            talk.Server(Wire.Item("added", $"u{index}", "user", "completed", ""));
        }

        var narrow = Conversation.FromSnapshot(talk.State.ToSnapshot(), new ConversationOptions { MaxItems = 2 });

        narrow.Items.Select(item => item.Id).ShouldBe(["u3", "u4"]);
    }

    [Fact]
    public async Task Both_directions_may_speak_at_once()
    {
        var talk = Talk.Started();
        var turns = new[] { "a", "b" }.Select(name => Task.Run(() =>
        {
            for (var index = 0; index < 500; index++)
            {
                talk.Server(Wire.Item("added", $"{name}{index}", "user", "completed", ""));
                talk.Client("""{"type":"response.create"}""");
                talk.State.ToSnapshot().ToUtf8().ShouldNotBeEmpty();
            }
        }, TestContext.Current.CancellationToken));
        await Task.WhenAll(turns);

        talk.State.Items.Count.ShouldBe(1_000);
    }
}
