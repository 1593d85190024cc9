namespace Realtime.EndToEnd.Tests.Playground;

/// <summary>
/// The page in a real browser, and its modules without one. What is tested stands in the scripts beside this file, each of which can be
/// run alone.
/// </summary>
public sealed class PlaygroundTests
{
    private static readonly TimeSpan ModulesLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BrowserLimit = TimeSpan.FromMinutes(10);
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Modules_that_need_no_browser_behave() => NodeScript.PassAsync("modules.test.mjs", null, ModulesLimit, Cancel);

    [Fact]
    public async Task Page_holds_whole_calls_with_the_demo_model_in_a_browser()
    {
        var browser = FindBrowser();
        await NodeScript.RestoreAsync(Cancel);
        await using var gateway = await DemoGateway.StartAsync(Cancel);

        await NodeScript.PassAsync(
            "playground.mjs",
            new Dictionary<string, string> { ["PLAYGROUND_URL"] = gateway.Address.AbsoluteUri, ["CHROMIUM"] = browser },
            BrowserLimit,
            Cancel);
    }

    private static string FindBrowser()
    {
        var browser = Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(Browsers, File.Exists);

        // A developer may lack it; where everything is checked it must be there.
        Assert.SkipWhen(
            browser is null && Environment.GetEnvironmentVariable("CI") is null,
            "Chromium is not installed (on Debian: apt-get install chromium), and CHROMIUM does not name one.");
        return browser.ShouldNotBeNull("Chromium is not installed (on Debian: apt-get install chromium).");
    }
}
