using System.Text;
using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Tests.Sessions.Replacement;

/// <summary>Frames that take the short way while upstreams change under them.</summary>
public sealed class ExchangeTests : IAsyncDisposable
{
    private const int Upstreams = 8;

    private readonly ReplacedSession _session = new();

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task No_frame_is_lost_doubled_or_overtaken_when_connections_are_exchanged()
    {
        _session.Source.Limit = TimeSpan.FromMinutes(60);
        await _session.StartAsync();
        FakeUpstream[] upstreams = [_session.First, .. Enumerable.Range(0, Upstreams).Select(_ => _session.Source.Add())];
        var stop = false;
        var sent = 0;
        var client = Task.Run(
            () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    Thread.Yield();
                    _session.Session.Enqueue(FrameKind.Text, Encoding.UTF8.GetBytes($$"""{"type":"of.no.interest","number":{{sent++}}}"""));
                }
            },
            TestContext.Current.CancellationToken);

        for (var exchanged = 0; exchanged < Upstreams; exchanged++)
        {
            var old = upstreams[exchanged];
            var asked = exchanged + 1;
            await _session.AdvanceUntilAsync(() =>
            {
                // Not on while a connection is being opened: where the machine is busy, its time would be over before it stands.
                if (_session.Source.Asked.Count <= asked)
                {
                    _session.Time.Advance(TimeSpan.FromMinutes(5));
                }

                return old.Closed is not null;
            });
        }

        Volatile.Write(ref stop, true);
        await client;
        var numbers = upstreams.SelectMany(upstream => upstream.Sent).Where(text => text.Contains("of.no.interest"))
            .Select(text => int.Parse(text[(text.LastIndexOf(':') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        numbers.ShouldBe(Enumerable.Range(0, sent));
        _session.Client.Sent.ShouldNotContain(message => message.Contains("error"));
    }
}
