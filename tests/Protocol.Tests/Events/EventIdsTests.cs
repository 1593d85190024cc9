using System.Security.Cryptography;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Events;

public sealed class EventIdsTests
{
    [Fact]
    public void Next_has_the_own_prefix_and_a_length_that_every_peer_takes()
    {
        using var random = RandomNumberGenerator.Create();

        var id = new EventIds(random).Next();

        id.ShouldStartWith(EventIds.Prefix);
        id.Length.ShouldBeLessThanOrEqualTo(32);
    }

    [Fact]
    public void Next_never_repeats_an_id()
    {
        using var random = RandomNumberGenerator.Create();
        var ids = new EventIds(random);

        Enumerable.Range(0, 1000).Select(_ => ids.Next()).Distinct().Count().ShouldBe(1000);
    }

    [Fact]
    public void Next_takes_its_randomness_from_the_given_source()
    {
        using var random = new FixedRandom();

        new EventIds(random).Next().ShouldBe(EventIds.Prefix + "abababababababababab");
    }

    private sealed class FixedRandom : RandomNumberGenerator
    {
        public override void GetBytes(byte[] data) => data.AsSpan().Fill(0xab);
    }
}
