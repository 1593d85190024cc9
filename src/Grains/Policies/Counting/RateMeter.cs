using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Policies.Keeping;

namespace Realtime.Grains.Policies.Counting;

/// <summary>Counts the requests and tokens of the last minute, all together and by model where a model has a limit of its own.</summary>
internal sealed class RateMeter
{
    private readonly SlidingWindow _requests = new();
    private readonly SlidingWindow _tokens = new();
    private readonly Dictionary<string, SlidingWindow> _modelRequests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SlidingWindow> _modelTokens = new(StringComparer.Ordinal);

    /// <summary>Gets the requests of the last minute.</summary>
    /// <param name="now">The present second.</param>
    /// <returns>The count.</returns>
    public long Requests(long now) => _requests.Count(now);

    /// <summary>Gets the tokens of the last minute.</summary>
    /// <param name="now">The present second.</param>
    /// <returns>The count.</returns>
    public long Tokens(long now) => _tokens.Count(now);

    /// <summary>Asks whether one more request may be made.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="models">The names of the model.</param>
    /// <param name="now">The present second.</param>
    /// <returns>The limit that is reached; null when it may.</returns>
    public ReachedLimit? Check(RateLimits limits, IReadOnlyList<string> models, long now) =>
        Reached("requests", null, _requests, limits.Requests, now, 1)
        ?? Reached("tokens", null, _tokens, limits.Tokens, now, 1)
        ?? ByModel("requests", _modelRequests, limits.ModelRequests, models, now)
        ?? ByModel("tokens", _modelTokens, limits.ModelTokens, models, now);

    /// <summary>Counts a request.</summary>
    /// <param name="models">The names of the model.</param>
    /// <param name="now">The present second.</param>
    public void AddRequest(IReadOnlyList<string> models, long now)
    {
        _requests.Add(now, 1);
        Each(_modelRequests, models, window => window.Add(now, 1));
    }

    /// <summary>Takes a request back.</summary>
    /// <param name="models">The names of the model.</param>
    /// <param name="second">The second in which it was counted.</param>
    public void RemoveRequest(IReadOnlyList<string> models, long second)
    {
        _requests.Remove(second, 1);
        Each(_modelRequests, models, window => window.Remove(second, 1));
    }

    /// <summary>Counts tokens.</summary>
    /// <param name="models">The names of the model.</param>
    /// <param name="now">The present second.</param>
    /// <param name="tokens">How many.</param>
    public void AddTokens(IReadOnlyList<string> models, long now, long tokens)
    {
        _tokens.Add(now, tokens);
        Each(_modelTokens, models, window => window.Add(now, tokens));
    }

    /// <summary>Writes down what is counted.</summary>
    /// <param name="memory">Where to.</param>
    /// <param name="now">The present second.</param>
    public void Save(PolicyMemory memory, long now)
    {
        (memory.Requests, memory.Tokens) = (_requests.Save(now), _tokens.Save(now));
        (memory.ModelRequests, memory.ModelTokens) = (Save(_modelRequests, now), Save(_modelTokens, now));
    }

    /// <summary>Counts what was kept, in addition.</summary>
    /// <param name="memory">What was kept.</param>
    public void Load(PolicyMemory memory)
    {
        _requests.Load(memory.Requests);
        _tokens.Load(memory.Tokens);
        Load(_modelRequests, memory.ModelRequests);
        Load(_modelTokens, memory.ModelTokens);
    }

    private static Dictionary<string, Dictionary<long, long>> Save(Dictionary<string, SlidingWindow> windows, long now) => windows
        .Select(window => (window.Key, Counts: window.Value.Save(now))).Where(window => window.Counts.Count > 0)
        .ToDictionary(window => window.Key, window => window.Counts, StringComparer.Ordinal);

    private static void Load(Dictionary<string, SlidingWindow> windows, Dictionary<string, Dictionary<long, long>> saved)
    {
        foreach (var (model, counts) in saved)
        {
            Each(windows, [model], window => window.Load(counts));
        }
    }

    private static void Each(Dictionary<string, SlidingWindow> windows, IReadOnlyList<string> models, Action<SlidingWindow> count)
    {
        foreach (var model in models.Distinct(StringComparer.Ordinal))
        {
            if (!windows.TryGetValue(model, out var window))
            {
                windows[model] = window = new SlidingWindow();
            }

            count(window);
        }
    }

    private static ReachedLimit? ByModel(
        string kind, Dictionary<string, SlidingWindow> windows, IReadOnlyDictionary<string, long> limits, IReadOnlyList<string> models, long now)
    {
        foreach (var model in models)
        {
            if (limits.TryGetValue(model, out var limit)
                && Reached(kind, model, windows.GetValueOrDefault(model) ?? new SlidingWindow(), limit, now, 1) is { } reached)
            {
                return reached;
            }
        }

        return null;
    }

    private static ReachedLimit? Reached(string kind, string? model, SlidingWindow window, long? limit, long now, long wanted) =>
        limit is { } most && window.SecondsUntil(now, most, wanted) is var seconds and > 0 ? new ReachedLimit(kind, model, most, seconds) : null;
}
