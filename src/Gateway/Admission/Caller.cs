using Realtime.Configuration;
using Realtime.Grains.Interfaces.ClientSecrets;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Gateway.Admission;

/// <summary>Who asks, after the key was checked.</summary>
/// <param name="KeyHash">The key's SHA-256 in hexadecimal; empty where none is required.</param>
/// <param name="AllowedModels">The models that it may use, apart from <see cref="Rights"/>; null means all.</param>
/// <param name="Secret">What the client secret is bound to; null for a key.</param>
internal sealed record Caller(string KeyHash, IReadOnlyList<string>? AllowedModels, ClientSecretBinding? Secret)
{
    /// <summary>Gets on whose behalf sessions run.</summary>
    public SessionPrincipal Principal { get; init; } = new();

    /// <summary>Gets which models a virtual key may use; null: all, as for the master key.</summary>
    public ModelRights? Rights { get; init; }

    /// <summary>Asks whether the caller may use a model.</summary>
    /// <param name="model">The name that the client gave.</param>
    /// <param name="config">The models.</param>
    /// <returns>Whether.</returns>
    public bool MayUse(string model, RealtimeConfig config) =>
        (AllowedModels?.Contains(model, StringComparer.Ordinal) ?? true) && (Rights?.Allows(model, config) ?? true);

    /// <summary>Finds what a name means to the caller.</summary>
    /// <param name="model">The name that the client gave.</param>
    /// <param name="config">The models.</param>
    /// <returns>The name of the model that is meant.</returns>
    public string Meaning(string model, RealtimeConfig config) => Rights?.Meaning(model, config) ?? model;
}
