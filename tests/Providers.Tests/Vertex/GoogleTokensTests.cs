using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration;
using Realtime.Providers.Vertex;

namespace Realtime.Providers.Tests.Vertex;

public sealed class GoogleTokensTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _google = null!;
    private Func<HttpContext, Task> _answer = Give;
    private int _requests;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _google = builder.Build();
        _google.MapPost("/token", async (HttpContext context) =>
        {
            Interlocked.Increment(ref _requests);
            _asked.TrySetResult();
            await _answer(context);
        });
        await _google.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _google.DisposeAsync();

    [Fact]
    public async Task A_token_is_fetched_once_for_all_sessions_of_a_deployment()
    {
        var tokens = new GoogleTokens(TimeProvider.System, NullLogger<GoogleTokens>.Instance);
        var deployment = Deployment(Account());

        var first = await tokens.GetAsync(deployment, TestContext.Current.CancellationToken);
        var second = await tokens.GetAsync(deployment, TestContext.Current.CancellationToken);

        (first.Token, second.Token, _requests).ShouldBe(("t0", "t0", 1));
    }

    [Fact]
    public async Task Credentials_may_be_a_file()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, Account(), TestContext.Current.CancellationToken);
        var deployment = Deployment(path);
        try
        {
            var (token, _) = await new GoogleTokens(TimeProvider.System, NullLogger<GoogleTokens>.Instance)
                .GetAsync(deployment, TestContext.Current.CancellationToken);

            token.ShouldBe("t0");
            GoogleTokens.ProjectOf(deployment.Vertex).ShouldBe("own");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"type":"service_account"}""")]
    [InlineData("/no/such/file.json")]
    public async Task Credentials_that_are_none_refuse_the_connect(string credentials)
    {
        var (token, refusal) = await new GoogleTokens(TimeProvider.System, NullLogger<GoogleTokens>.Instance)
            .GetAsync(Deployment(credentials), TestContext.Current.CancellationToken);

        token.ShouldBeNull();
        refusal!.Kind.ShouldBe(UpstreamRefusalKind.NoCredential);
        refusal.Message.ShouldNotContain("file.json");
    }

    [Fact]
    public async Task A_refused_account_is_asked_for_again_and_not_remembered()
    {
        var tokens = new GoogleTokens(TimeProvider.System, NullLogger<GoogleTokens>.Instance);
        var deployment = Deployment(Account());
        _answer = context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("""{"error":"invalid_grant"}""");
        };
        (await tokens.GetAsync(deployment, TestContext.Current.CancellationToken)).Refusal!.Kind.ShouldBe(UpstreamRefusalKind.NoCredential);
        _answer = Give;

        (await tokens.GetAsync(deployment, TestContext.Current.CancellationToken)).Token.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_that_does_not_come_within_20_s_fails_the_connect()
    {
        _answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        var tokens = new GoogleTokens(_time, NullLogger<GoogleTokens>.Instance);

        var waiting = tokens.GetAsync(Deployment(Account()), TestContext.Current.CancellationToken);
        await _asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(GoogleTokens.FetchTimeout);

        var (_, refusal) = await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        refusal!.Kind.ShouldBe(UpstreamRefusalKind.Timeout);
    }

    private static Task Give(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new JsonObject { ["access_token"] = "t0", ["expires_in"] = 3_600, ["token_type"] = "Bearer" });

    private static Deployment Deployment(string credentials) => Requests.Deployment with
    {
        Provider = "vertex_ai", ApiKey = null, Vertex = new VertexOptions { Project = "p1", Credentials = new Secret(credentials) },
    };

    private string Account()
    {
        using var key = RSA.Create(2_048);
        return new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "own",
            ["private_key_id"] = "1",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "robot@own.iam.gserviceaccount.com",
            ["client_id"] = "1",
            ["token_uri"] = _google.Urls.First() + "/token",
        }.ToJsonString();
    }
}
