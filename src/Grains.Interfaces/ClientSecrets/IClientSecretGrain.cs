namespace Realtime.Grains.Interfaces.ClientSecrets;

/// <summary>A short-lived secret for a browser. Its key is the SHA-256 of the secret in hexadecimal, so that no store ever holds the secret.</summary>
[Alias("Realtime.IClientSecretGrain")]
public interface IClientSecretGrain : IGrainWithStringKey
{
    /// <summary>Binds the secret.</summary>
    /// <param name="binding">To what.</param>
    /// <returns>A task that ends when every silo can answer for it.</returns>
    [Alias("Bind")]
    Task Bind(ClientSecretBinding binding);

    /// <summary>Reads what the secret is bound to.</summary>
    /// <returns>The binding, expired or not; null for a secret that was never minted or is long gone.</returns>
    [Alias("Read")]
    Task<ClientSecretBinding?> Read();
}
