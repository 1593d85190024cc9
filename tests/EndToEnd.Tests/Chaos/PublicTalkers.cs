using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Realtime.EndToEnd.Tests.Cluster;
using Realtime.EndToEnd.Tests.Playground;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Unmodified public clients (npm <c>openai</c>) in conversation, all in one process of Node, which holds each answer to the letter.</summary>
internal sealed class PublicTalkers : IAsyncDisposable
{
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly int _count;
    private readonly ConcurrentDictionary<string, (int Turns, int Cuts)> _talks = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _faults = new();

    private PublicTalkers(Process process, int count)
    {
        (_process, _count) = (process, count);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => ReadError(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Gets how many answers were cut and begun anew, of all clients.</summary>
    public int Cuts => _talks.Values.Sum(talk => talk.Cuts);

    /// <summary>Opens sessions that begin to talk.</summary>
    /// <param name="count">How many.</param>
    /// <param name="gateways">The gateways' ports.</param>
    /// <param name="words">How long the answers are that they ask for.</param>
    /// <param name="key">The key.</param>
    /// <param name="pause">How long they pause between two turns.</param>
    public static async Task<PublicTalkers> StartAsync(
        int count, IEnumerable<int> gateways, int words, string key = ChaosCluster.MasterKey, TimeSpan pause = default)
    {
        await NodeScript.RestoreAsync(TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("node", ["chaos-talk.mjs", Text(count), Text(words), Text((int)pause.TotalMilliseconds)])
        {
            WorkingDirectory = RepositoryFolder.Clients,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GATEWAYS"] = string.Join(',', gateways.Select(port => "127.0.0.1:" + Text(port)));
        start.Environment["GATEWAY_KEY"] = key;
        start.Environment["MODEL"] = "voice";
        return new PublicTalkers(Process.Start(start)!, count);
    }

    /// <summary>Waits until every client has had further turns, and holds all to having had no fault.</summary>
    public async Task TalkOnAsync(int turns, TimeSpan deadline)
    {
        var before = _talks.ToDictionary(pair => pair.Key, pair => pair.Value.Turns);
        await Until.TrueAsync(
            $"{_count} public clients have {turns} more turns",
            deadline,
            () => !_faults.IsEmpty || _talks.Count(pair => pair.Value.Turns >= before.GetValueOrDefault(pair.Key) + turns) == _count);
        _faults.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(KillTime, TimeProvider.System, CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        var told = JsonSerializer.Deserialize<JsonElement>(line);
        var client = told.GetProperty("client").GetString()!;
        if (told.TryGetProperty("fault", out var fault))
        {
            _faults.Enqueue($"{client}: {fault.GetString()}");
        }
        else
        {
            _talks[client] = (told.GetProperty("turns").GetInt32(), told.GetProperty("cuts").GetInt32());
        }
    }

    private void ReadError(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            _faults.Enqueue(line);
        }
    }
}
