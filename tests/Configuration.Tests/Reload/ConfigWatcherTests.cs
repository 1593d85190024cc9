using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration.Reload;

namespace Realtime.Configuration.Tests.Reload;

/// <summary>The watcher on real files, each way in which they change.</summary>
public sealed class ConfigWatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-config-");
    private readonly FakeTimeProvider _time = new();
    private IHost? _host;

    private string ConfigPath => Path.Combine(_directory.FullName, "config.yaml");

    [Fact]
    public async Task A_file_that_is_written_in_place_is_reloaded()
    {
        var store = await Start(Retries(1));

        await File.WriteAllTextAsync(ConfigPath, Retries(2), TestContext.Current.CancellationToken);

        await Until(() => store.Current.Router.NumRetries == 2, listening: true);
    }

    [Fact]
    public async Task A_file_that_an_editor_replaces_is_reloaded_each_time()
    {
        var store = await Start(Retries(1));

        foreach (var retries in new[] { 2, 3 })
        {
            var draft = Path.Combine(_directory.FullName, ".config.yaml.swp");
            await File.WriteAllTextAsync(draft, Retries(retries), TestContext.Current.CancellationToken);
            File.Move(draft, ConfigPath, overwrite: true);

            await Until(() => store.Current.Router.NumRetries == retries, listening: true);
        }
    }

    [Fact]
    public async Task A_link_that_is_swapped_as_in_a_mounted_ConfigMap_is_reloaded()
    {
        foreach (var version in new[] { 1, 2 })
        {
            var data = _directory.CreateSubdirectory($"..version-{version}");
            await File.WriteAllTextAsync(Path.Combine(data.FullName, "config.yaml"), Retries(version), TestContext.Current.CancellationToken);
        }

        var link = Path.Combine(_directory.FullName, "..data");
        File.CreateSymbolicLink(link, "..version-1");
        File.CreateSymbolicLink(ConfigPath, "..data/config.yaml");
        var store = await Start(null);

        File.CreateSymbolicLink(link + "_tmp", "..version-2");
        using var rename = Process.Start("mv", ["-T", link + "_tmp", link]);
        await rename.WaitForExitAsync(TestContext.Current.CancellationToken);

        await Until(() => store.Current.Router.NumRetries == 2, listening: true);
    }

    [Fact]
    public async Task A_change_that_nobody_tells_of_is_found_at_the_next_look()
    {
        // The file is a link to a directory that is not watched.
        var elsewhere = Directory.CreateTempSubdirectory("realtime-elsewhere-");
        try
        {
            var target = Path.Combine(elsewhere.FullName, "real.yaml");
            await File.WriteAllTextAsync(target, Retries(1), TestContext.Current.CancellationToken);
            File.CreateSymbolicLink(ConfigPath, target);
            var store = await Start(null);

            await File.WriteAllTextAsync(target, Retries(2), TestContext.Current.CancellationToken);

            await Until(() => store.Current.Router.NumRetries == 2, listening: false);
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private static string Retries(int count) => $"router_settings: {{num_retries: {count}}}";

    private async Task<ConfigStore> Start(string? yaml)
    {
        if (yaml is not null)
        {
            await File.WriteAllTextAsync(ConfigPath, yaml);
        }

        var source = new ConfigSource(ConfigPath, new Dictionary<string, string>());
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddRealtimeConfiguration(source, source.Load());
        _host = builder.Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
        return _host.Services.GetRequiredService<ConfigStore>();
    }

    // The watcher's clock stands still but for these steps: too small for a look when it should have heard the change.
    private async Task Until(Func<bool> condition, bool listening)
    {
        using var deadline = new CancellationTokenSource(_deadline);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var passed = TimeSpan.Zero;
        while (!condition())
        {
            var step = listening && passed > TimeSpan.FromSeconds(4) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(listening ? 10 : 1000);
            _time.Advance(step);
            passed += step;
            await poll.WaitForNextTickAsync(deadline.Token);
        }
    }
}
