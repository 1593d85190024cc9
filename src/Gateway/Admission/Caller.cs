using Realtime.Grains.Interfaces.ClientSecrets;

namespace Realtime.Gateway.Admission;

/// <summary>Who asks, after the key was checked.</summary>
/// <param name="KeyHash">The key's SHA-256 in hexadecimal; empty where none is required.</param>
/// <param name="AllowedModels">The models that it may use; null means all.</param>
/// <param name="Secret">What the client secret is bound to; null for a key.</param>
internal sealed record Caller(string KeyHash, IReadOnlyList<string>? AllowedModels, ClientSecretBinding? Secret);
