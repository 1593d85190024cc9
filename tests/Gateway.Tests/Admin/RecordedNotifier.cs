using Realtime.Gateway.Admin.Policies;

namespace Realtime.Gateway.Tests.Admin;

/// <summary>Remembers whom the cluster was told of.</summary>
internal sealed class RecordedNotifier : IPolicyNotifier
{
    private readonly List<string> _scopes = [];

    public Task ChangedAsync(IReadOnlyCollection<string> scopes)
    {
        lock (_scopes)
        {
            _scopes.AddRange(scopes);
        }

        return Task.CompletedTask;
    }

    /// <summary>Gives what was told since the last time.</summary>
    public string[] Take()
    {
        lock (_scopes)
        {
            string[] taken = [.. _scopes];
            _scopes.Clear();
            return taken;
        }
    }
}
