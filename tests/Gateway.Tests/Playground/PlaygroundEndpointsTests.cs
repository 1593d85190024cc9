using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Gateway.Playground;

namespace Realtime.Gateway.Tests.Playground;

public sealed partial class PlaygroundEndpointsTests : IAsyncLifetime
{
    private WebApplication? _app;
    private HttpClient? _client;

    private HttpClient Client => _client ?? throw new InvalidOperationException("The server is not started.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPlayground();
        await _app.StartAsync(Cancel);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Root_is_the_page_under_a_policy_that_forbids_everything_from_elsewhere()
    {
        using var response = await Client.GetAsync("/", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.ToString().ShouldBe("text/html; charset=utf-8");
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("style-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Permissions-Policy").ShouldBe(["microphone=(self)"]);
        response.Headers.CacheControl?.NoCache.ShouldBe(true);
    }

    [Fact]
    public async Task Page_holds_no_script_and_no_style_that_the_policy_would_refuse()
    {
        var page = await Client.GetStringAsync("/", Cancel);

        InlineScript().IsMatch(page).ShouldBeFalse();
        page.ShouldNotContain("<style");
        InlineAttribute().IsMatch(page).ShouldBeFalse();
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
    }

    [Fact]
    public async Task Every_file_that_the_page_and_its_modules_name_is_served_with_its_type()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(["/"]);
        while (open.TryDequeue(out var path))
        {
            if (!seen.Add(path))
            {
                continue;
            }

            using var response = await Client.GetAsync(path, Cancel);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            response.Content.Headers.ContentType?.MediaType.ShouldBe(
                Path.GetExtension(path) switch { ".js" => "text/javascript", ".css" => "text/css", ".svg" => "image/svg+xml", _ => "text/html" },
                path);
            var text = await response.Content.ReadAsStringAsync(Cancel);
            foreach (Match reference in Reference().Matches(text))
            {
                open.Enqueue(new Uri(new Uri(Client.BaseAddress!, path), reference.Groups["path"].Value).AbsolutePath);
            }
        }

        seen.ShouldContain("/playground/audio/capture-worklet.js");
        seen.ShouldContain("/playground/style/base.css");
        seen.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task File_that_the_browser_has_is_not_sent_again()
    {
        using var first = await Client.GetAsync("/playground/main.js", Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/playground/main.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag.ShouldNotBeNull());

        using var second = await Client.SendAsync(request, Cancel);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync(Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/favicon.ico", "image/x-icon")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    public async Task Icon_is_served_where_browsers_look_for_it(string path, string type)
    {
        using var response = await Client.GetAsync(path, Cancel);

        response.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        (await response.Content.ReadAsByteArrayAsync(Cancel)).Length.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("/playground/nothing.js")]
    [InlineData("/playground/../Program.cs")]
    [InlineData("/playground/")]
    public async Task Other_paths_are_not_found(string path)
    {
        using var response = await Client.GetAsync(path, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Head_tells_the_length_without_the_page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");

        using var response = await Client.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentLength.ShouldNotBeNull().ShouldBeGreaterThan(1000);
    }

    [GeneratedRegex("""<script(?![^>]*\bsrc=)""")]
    private static partial Regex InlineScript();

    [GeneratedRegex("""\s(style|on[a-z]+)=""")]
    private static partial Regex InlineAttribute();

    // Module imports, new URL('./file', import.meta.url), and what the page links to.
    [GeneratedRegex("""(?:from |import |URL\(|src=|href=)['"](?<path>(?:\./|\.\./|/)[^'"#]+\.(?:js|css|svg))['"]""")]
    private static partial Regex Reference();
}
