using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Realtime.Configuration.Loading;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Storage.Database;

namespace Realtime.Grains.Tests.Policies.Cluster;

/// <summary>A policy that comes up where neither the database nor the store says anything of it.</summary>
public sealed class UnknownPolicyTests
{
    [Fact]
    public async Task Sessions_that_run_go_on_and_none_begins()
    {
        // Nobody listens at the first port.
        var settings = new Dictionary<string, string> { ["DATABASE_URL"] = "postgresql://any:any@127.0.0.1:1/any" };
        var config = ConfigLoader.Load(null, settings).Config!.General;
        var database = DatabaseChoice.Choose(config, "", isClustered: true, out _).ShouldNotBeNull();
        await using var cluster = new PolicyCluster(silos: 1, database);
        await cluster.StartAsync();
        var grains = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        var told = Substitute.For<IPolicyWatcher>();
        var watcher = grains.CreateObjectReference<IPolicyWatcher>(told);
        var policy = grains.GetGrain<IKeyPolicyGrain>("key:lost");

        var renewed = await policy.Renew(["session"], watcher);
        await policy.Refresh();

        renewed.Document.State.ShouldBe(PolicyState.Unavailable);
        renewed.Refusal.ShouldBeNull();
        renewed.Lost.ShouldBeEmpty();
        (await policy.BeginTurn(["voice"])).Refusal.ShouldBeNull();
        await told.DidNotReceive().Changed(Arg.Any<PolicyChange>());
        (await policy.Admit(new AdmitRequest { SessionId = "another", Models = ["voice"], Watcher = watcher })).Refusal!.Code.ShouldBe("policy_unavailable");
    }
}
