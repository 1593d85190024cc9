using System.Diagnostics;
using Realtime.Configuration.Reload;
using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Reload;

public sealed class SighupReloadTests
{
    [Fact]
    public async Task The_signal_reloads_and_does_not_end_the_process()
    {
        var files = new MemoryFiles { [Configs.Path] = "router_settings: {num_retries: 1}" };
        var source = new ConfigSource(Configs.Path, new Dictionary<string, string>()) { Files = files };
        var store = new ConfigStore(source, source.Load(), new ListLogger<ConfigStore>());
        var reloaded = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Changed += (_, e) => reloaded.TrySetResult(e.Config.Router.NumRetries);
        using var service = new SighupReload(store);
        await service.StartAsync(TestContext.Current.CancellationToken);
        files[Configs.Path] = "router_settings: {num_retries: 2}";

        using var kill = Process.Start("kill", ["-HUP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        (await reloaded.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBe(2);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }
}
