using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admin;
using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Database;
using Realtime.Storage.Hosting;
using Realtime.Storage.Ledger;

namespace Realtime.Gateway.Tests.Admin;

/// <summary>The admin API alone, on a database of its own, with a clock that tests move and an ear for whom the cluster is told of.</summary>
internal sealed class AdminHost : IAsyncDisposable
{
    public const string MasterKey = "sk-master-of-admins";

    public const string Config = $"""
        model_list:
          - model_name: voice
            litellm_params:
              model: openai/gpt-realtime
              api_key: sk-provider-secret
              api_base: https://provider.example/v1
        guardrails:
          - guardrail_name: words
            litellm_params:
              guardrail: litellm_content_filter
              mode: pre_call
              blocked_words:
                - keyword: secret
                  action: BLOCK
        general_settings:
          master_key: {MasterKey}
        """;

    private readonly WebApplication _app;
    private readonly DirectoryInfo _directory;
    private readonly HttpClient _http;

    private AdminHost(WebApplication app, DirectoryInfo directory)
    {
        _app = app;
        _directory = directory;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Gets the clock: a Wednesday.</summary>
    public FakeTimeProvider Clock => (FakeTimeProvider)_app.Services.GetRequiredService<TimeProvider>();

    /// <summary>Gets whom the cluster was told of.</summary>
    public RecordedNotifier Told => (RecordedNotifier)_app.Services.GetRequiredService<IPolicyNotifier>();

    public ILedgerStore Ledger => _app.Services.GetRequiredService<ILedgerStore>();

    /// <summary>Gets all routes.</summary>
    public IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public string DataFile => Path.Combine(_directory.FullName, "data", DatabaseChoice.FileName);

    public static async Task<AdminHost> StartAsync(string config = Config, bool withDatabase = true, TimeProvider? clock = null)
    {
        var directory = Directory.CreateTempSubdirectory("realtime-admin-");
        var path = Path.Combine(directory.FullName, "config.yaml");
        await File.WriteAllTextAsync(path, config, Cancel);
        var variables = new Dictionary<string, string>();
        var source = new ConfigSource(path, variables);
        var loaded = ConfigLoader.Load(path, variables);
        loaded.Problems.ShouldBeEmpty();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 8, 12, 15, 30, 0, TimeSpan.Zero)));
        builder.Services.AddSingleton(new ConfigStore(source, loaded, NullLogger<ConfigStore>.Instance));
        builder.Services.AddRealtimeStorage(withDatabase
            ? DatabaseTarget.Sqlite(Path.Combine(directory.FullName, "data", DatabaseChoice.FileName))
            : DatabaseChoice.Choose(loaded.Config!.General, "", isClustered: true, out _)!);
        builder.Services.AddAdmin();
        builder.Services.AddSingleton<IPolicyNotifier, RecordedNotifier>();
        var app = builder.Build();
        app.MapAdmin();
        await app.StartAsync(Cancel);
        return new AdminHost(app, directory);
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string path, string? body = null, string? key = MasterKey)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request, Cancel);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!);
    }

    /// <summary>Calls a route that must answer.</summary>
    public async Task<JsonNode> CallAsync(string path, string? body = null, string? key = MasterKey)
    {
        var (status, answer) = await SendAsync(path, body, key);
        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    /// <summary>Calls a route that must refuse; gives the error of LiteLLM's envelope.</summary>
    public async Task<JsonNode> RefusedAsync(HttpStatusCode expected, string path, string? body = null, string? key = MasterKey)
    {
        var (status, answer) = await SendAsync(path, body, key);
        status.ShouldBe(expected, answer.ToJsonString());
        var error = answer["error"].ShouldNotBeNull();
        ((string?)error["code"]).ShouldBe(((int)expected).ToString(System.Globalization.CultureInfo.InvariantCulture));
        ((string?)error["message"]).ShouldNotBeNullOrEmpty();
        ((string?)error["type"]).ShouldNotBeNullOrEmpty();
        return error;
    }

    /// <summary>Makes a key.</summary>
    public async Task<(string Key, string Hash)> KeyAsync(string fields = "{}")
    {
        var made = await CallAsync("/key/generate", fields);
        return ((string)made["key"]!, (string)made["token"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }
}
