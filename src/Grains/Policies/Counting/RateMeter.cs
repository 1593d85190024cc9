using Realtime.Grains.Interfaces.Policies;

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

    /// <summary>Gets what is counted over all models, to be kept.</summary>
    /// <param name="now">The present second.</param>
    /// <returns>Requests and tokens by second.</returns>
    public (Dictionary<long, long> Requests, Dictionary<long, long> Tokens) Save(long now) => (_requests.Save(now), _tokens.Save(now));

    /// <summary>Counts what was kept, in addition.</summary>
    /// <param name="requests">Requests by second.</param>
    /// <param name="tokens">Tokens by second.</param>
    public void Load(IReadOnlyDictionary<long, long> requests, IReadOnlyDictionary<long, long> tokens)
    {
        _requests.Load(requests);
        _tokens.Load(tokens);
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
