using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Demo;
using Realtime.Gateway.Hosting;
using Realtime.Hosting.Start;

namespace Realtime.Gateway.Tests.Running;

/// <summary>A whole embedded gateway in this process, with its silo, on free ports of loopback.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public const string MasterKey = "sk-master-of-tests";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;
    private readonly string _configPath;

    private RunningGateway(WebApplication app, string configPath)
    {
        _app = app;
        _configPath = configPath;
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>Gets a client for the gateway's HTTP routes that sends no key of its own.</summary>
    public HttpClient Http { get; }

    public static async Task<RunningGateway> StartAsync(string yaml)
    {
        var path = Path.Combine(Path.GetTempPath(), "realtime-test-" + Guid.NewGuid().ToString("N") + ".yaml");
        await File.WriteAllTextAsync(path, Unhurried(yaml));
        var (start, exitCode) = await ProcessStart.ReadAsync("gateway", ["--config", path, "--host", "127.0.0.1", "--port", "0", "--data", path + ".data"]);
        start.ShouldNotBeNull("the configuration has problems: exit code " + exitCode.ToString(CultureInfo.InvariantCulture));
        var app = GatewayHost.Build(start, "127.0.0.1", await DemoModel.StartIfUnconfiguredAsync(start.Options))!;
        await app.StartAsync();
        var gateway = new RunningGateway(app, path);
        await Eventually.TrueAsync(gateway.IsReadyAsync, StartDeadline);
        return gateway;
    }

    public Uri Url(string pathAndQuery) => new UriBuilder(new Uri(Address, pathAndQuery)) { Scheme = "ws" }.Uri;

    public IServiceProvider Services => _app.Services;

    public ConfigStore Config => _app.Services.GetRequiredService<ConfigStore>();

    /// <summary>Puts another configuration in force as a changed file does.</summary>
    public async Task ReloadAsync(string yaml)
    {
        await File.WriteAllTextAsync(_configPath, Unhurried(yaml));
        Config.Reload("test").ShouldNotBeNull().Config.ShouldNotBeNull();
    }

    /// <summary>Does what SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async Task<TestClient> ConnectAsync(string model, string dialect = "ga", string query = "")
    {
        var client = new TestClient();
        client.Header("Authorization", "Bearer " + MasterKey);
        if (dialect == "beta")
        {
            client.Header("OpenAI-Beta", "realtime=v1");
        }

        await client.ConnectAsync(Url("/v1/realtime?model=" + Uri.EscapeDataString(model) + query));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        File.Delete(_configPath);
        if (Directory.Exists(_configPath + ".data"))
        {
            // A gateway whose database is elsewhere may have had nothing to keep.
            Directory.Delete(_configPath + ".data", recursive: true);
        }
    }

    // A machine that is busy with other tests would have the gateway refuse sessions, unless the test is about that.
    private static string Unhurried(string yaml)
    {
        const string general = "general_settings:\n";
        const string unhurried = general + "  overload_lag: 0\n";
        return yaml.Contains("overload_lag", StringComparison.Ordinal) ? yaml
            : yaml.Contains(general, StringComparison.Ordinal) ? yaml.Replace(general, unhurried, StringComparison.Ordinal)
            : yaml + "\n" + unhurried;
    }

    private async Task<bool> IsReadyAsync()
    {
        using var response = await Http.GetAsync("/health/readiness");
        return response.IsSuccessStatusCode;
    }
}
