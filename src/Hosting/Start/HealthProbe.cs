namespace Realtime.Hosting.Start;

/// <summary>Asks a health endpoint, for container images that have no shell to do it.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Asks.</summary>
    /// <param name="url">The endpoint.</param>
    /// <returns>The exit code: 0 when it answered with success, else 1.</returns>
    public static async Task<int> RunAsync(string url)
    {
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(new Uri(url, UriKind.Absolute)).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
    }
}
