using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Orleans.Storage;
using Realtime.Grains.Sessions.Takeover;

namespace Realtime.Grains.Tests.Sessions.Takeover;

public sealed class SessionSnapshotStoreTests
{
    private static readonly GrainId Session = GrainId.Create("realtimesession", "rts_test");

    private readonly SnapshotStorage _storage = new();

    [Fact]
    public async Task The_silo_that_has_the_session_writes_over_what_another_wrote_and_into_a_storage_that_came_back_empty()
    {
        await using var services = new ServiceCollection()
            .AddSerializer()
            .AddKeyedSingleton<IGrainStorage>(SessionSnapshotStore.Storage, _storage)
            .BuildServiceProvider();
        var store = new SessionSnapshotStore(
            services, services.GetRequiredService<Serializer>(), TimeProvider.System, NullLogger<SessionSnapshotStore>.Instance);
        var (here, gone) = (new GrainState<SessionSnapshotState>(new()), new GrainState<SessionSnapshotState>(new()));
        (await store.WriteAsync(Session, here, [1])).ShouldBeTrue();

        (await store.WriteAsync(Session, gone, [2])).ShouldBeTrue();
        (await store.WriteAsync(Session, here, [3])).ShouldBeTrue();
        _storage.Data.ShouldBe([3]);

        _storage.Empty();
        (await store.WriteAsync(Session, here, [4])).ShouldBeTrue();
        _storage.Data.ShouldBe([4]);
    }
}
