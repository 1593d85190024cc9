using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Asks for everything that the stores have a part in, again and again, and keeps what was answered.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="seen">A key without a limit of sessions that the cluster has seen.</param>
/// <param name="limited">A key with one that the cluster has seen.</param>
internal sealed class StoreProbe(ChaosCluster cluster, string seen, string limited)
{
    public const string Master = "session, master key";
    public const string Seen = "session, key that was seen";
    public const string Limited = "session, limited key that was seen";
    public const string Unknown = "session, key that nobody knows";
    public const string Secret = "client secret";
    public const string NewKey = "new key";
    public const string GatewayReadiness = "readiness of a gateway";
    public const string SiloReadiness = "readiness of a silo";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(15) };

    private int _asked;

    /// <summary>Gets, for everything that is asked for, each answer with its number and the longest that it took.</summary>
    public SortedDictionary<string, SortedDictionary<string, (int Count, TimeSpan Longest)>> Answers { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether everything was answered the last time as when all is well.</summary>
    public bool IsWhole { get; private set; }

    public void Forget() => Answers = new(StringComparer.Ordinal);

    /// <summary>Asks for everything once.</summary>
    public async Task AskAsync()
    {
        var gateways = cluster.Gateways.Keys.ToArray();
        var gateway = gateways[++_asked % gateways.Length];
        var silo = cluster.Silos.Keys.First();
        string[] answers =
        [
            await KeepAsync(Master, () => OpenAsync(gateway, ChaosCluster.MasterKey)),
            await KeepAsync(Seen, () => OpenAsync(gateway, seen)),
            await KeepAsync(Limited, () => OpenAsync(gateway, limited)),
            await KeepAsync(Unknown, () => OpenAsync(gateway, $"sk-{Guid.NewGuid():N}")),
            await KeepAsync(Secret, () => PostAsync(gateway, "/v1/realtime/client_secrets", new { session = new { type = "realtime", model = "voice" } })),
            await KeepAsync(NewKey, () => PostAsync(gateway, "/key/generate", new { })),
            await KeepAsync(GatewayReadiness, () => GetAsync(gateway)),
            await KeepAsync(SiloReadiness, () => GetAsync(silo)),
        ];
        IsWhole = Array.TrueForAll(answers, answer => answer is "101" or "200" or "401");
    }

    public void Tell(string during, Action<string> write)
    {
        write(during);
        foreach (var (what, answers) in Answers)
        {
            write($"  {what}: {string.Join(", ", answers.Select(pair => $"{pair.Value.Count} x {pair.Key} (at most {pair.Value.Longest.TotalSeconds:0.00} s)"))}");
        }
    }

    private async Task<string> KeepAsync(string what, Func<Task<string>> ask)
    {
        var from = Stopwatch.GetTimestamp();
        string answer;
        try
        {
            answer = await ask();
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            answer = exception.GetType().Name;
        }

        var took = Stopwatch.GetElapsedTime(from);
        var answers = Answers.TryGetValue(what, out var known) ? known : Answers[what] = new(StringComparer.Ordinal);
        var before = answers.GetValueOrDefault(answer);
        answers[answer] = (before.Count + 1, took > before.Longest ? took : before.Longest);
        return answer;
    }

    private static async Task<string> OpenAsync(int gateway, string key)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway}/v1/realtime?model=voice"), patience.Token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
            return "101";
        }
        catch (WebSocketException) when (socket.HttpStatusCode is not (0 or HttpStatusCode.SwitchingProtocols))
        {
            return $"{(int)socket.HttpStatusCode}";
        }
        catch (WebSocketException exception)
        {
            return exception.WebSocketErrorCode.ToString();
        }
    }

    private static async Task<string> PostAsync(int gateway, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{gateway}{path}")
        {
            Headers = { Authorization = new("Bearer", ChaosCluster.MasterKey) },
            Content = JsonContent.Create(body),
        };
        using var answer = await Http.SendAsync(request);
        return $"{(int)answer.StatusCode}";
    }

    private static async Task<string> GetAsync(int port)
    {
        using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/readiness"));
        return $"{(int)answer.StatusCode}";
    }
}
