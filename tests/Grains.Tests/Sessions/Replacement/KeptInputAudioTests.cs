using System.Text;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions.Replacement;

public sealed class KeptInputAudioTests : IDisposable
{
    private readonly KeptInputAudio _audio = new(
        new Conversation(), new ReplacementOptions { MaxTurnAudioBytes = 400_000, MaxSilenceBytes = 40_000, MaxPastAudioBytes = 100_000 });

    public void Dispose() => _audio.Dispose();

    [Fact]
    public void Silence_goes_round_in_bounded_memory_and_the_newest_stays()
    {
        for (var number = 0; number < 1_000; number++)
        {
            _audio.Add(Append(number));
        }

        _audio.Bytes.ShouldBeLessThan(60_000);
        Sent().ShouldBe(Enumerable.Range(1_000 - Sent().Count, Sent().Count).ToArray());
        Sent().Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Speech_is_kept_whole_up_to_its_bound()
    {
        _audio.SpeechStarted();
        for (var number = 0; number < 300; number++)
        {
            _audio.Add(Append(number));
        }

        Sent().Count.ShouldBe(300);
    }

    [Fact]
    public void Commit_of_the_provider_ends_the_turn_and_commit_of_the_client_only_what_it_commits()
    {
        _audio.Add(Append(0));
        _audio.CommitAsked();
        _audio.Add(Append(1));
        _audio.Committed("item_0");

        Sent().ShouldBe([1]);
        _audio.OfItem("item_0").ShouldNotBeNull();

        _audio.Committed("item_1");
        Sent().ShouldBeEmpty();
        _audio.Forget("item_0");
        _audio.OfItem("item_0").ShouldBeNull();
    }

    [Fact]
    public void Past_turns_give_way_to_newer_ones()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            for (var number = 0; number < 40; number++)
            {
                _audio.Add(Append(number));
            }

            _audio.Committed("item_" + turn);
        }

        _audio.OfItem("item_0").ShouldBeNull();
        _audio.OfItem("item_4").ShouldNotBeNull();
    }

    private static byte[] Append(int number) => Encoding.UTF8.GetBytes(
        $$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(BitConverter.GetBytes((long)number).AsSpan(0, 6))}}{{new string('A', 1000)}}"}""");

    private List<int> Sent()
    {
        var sent = new List<int>();
        _audio.Replay([], _audio.Position, (in EventMessage message) =>
        {
            var text = Encoding.UTF8.GetString(message.Payload.Span);
            var at = text.IndexOf("audio\":\"", StringComparison.Ordinal) + 8;
            sent.Add(BitConverter.ToInt32(Convert.FromBase64String(text[at..(at + 8)])));
        });
        return sent;
    }
}
