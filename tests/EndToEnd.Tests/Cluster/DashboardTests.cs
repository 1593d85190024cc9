using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>The dashboard of a silo is the master key's alone.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DashboardTests(ClusterSet cluster) : IAsyncLifetime
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private int _silo;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await cluster.StartMissingAsync();
        _silo = cluster.SilosByPort.Keys.First();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/dashboard/", null)]
    [InlineData("/dashboard/", "Bearer sk-wrong")]
    [InlineData("/dashboard/", "Basic !!!")]
    [InlineData("/dashboard/", "Basic c2stY2x1c3Rlcg==")]
    [InlineData("/DASHBOARD/DashboardCounters", null)]
    [InlineData("/dashboard/ClusterStats", "Bearer")]
    public async Task Dashboard_without_the_master_key_is_refused(string path, string? authorization)
    {
        using var answer = await GetAsync(path, authorization);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/DashboardCounters")]
    public async Task Dashboard_with_the_master_key_as_password_or_token_is_shown(string path)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + ClusterSet.MasterKey));

        using var byPassword = await GetAsync(path, "Basic " + basic);
        using var byToken = await GetAsync(path, "Bearer " + ClusterSet.MasterKey);

        byPassword.StatusCode.ShouldBe(HttpStatusCode.OK);
        byToken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{_silo}{path}"));
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
