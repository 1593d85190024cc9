using System.Collections.Concurrent;
using Realtime.Configuration;

namespace Realtime.Providers.Gemini;

/// <summary>Remembers for each deployment, with the credentials it has now, when the service last took a setup.</summary>
internal sealed class SetupTrust(TimeProvider clock)
{
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _clock = clock;
    private readonly ConcurrentDictionary<Key, long> _taken = new();

    /// <summary>Gets what is known of a deployment.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>It.</returns>
    public ISetupTrust For(Deployment deployment) => new OfDeployment(
        this, new Key(deployment.Id, deployment.ProviderModel, deployment.ApiBase, deployment.ApiKey, deployment.Vertex));

    private sealed record Key(string Id, string Model, Uri? ApiBase, Secret? ApiKey, VertexOptions Vertex);

    private sealed class OfDeployment(SetupTrust trust, Key key) : ISetupTrust
    {
        public bool IsTrusted => trust._taken.TryGetValue(key, out var at) && trust._clock.GetElapsedTime(at) < Lasting;

        public void Refused() => trust._taken.TryRemove(key, out _);

        public void Taken() => trust._taken[key] = trust._clock.GetTimestamp();
    }
}
