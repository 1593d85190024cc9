using System.Security.Cryptography;
using System.Text;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.ClientSecrets;

namespace Realtime.Gateway.Admission;

/// <summary>Checks keys: the master key, and the secrets that this gateway minted.</summary>
internal sealed class KeyGate(ConfigStore config, IGrainFactory grains, TimeProvider time)
{
    /// <summary>The beginning of every client secret.</summary>
    public const string SecretPrefix = "ek_";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Hashes a key or secret as it is kept and compared everywhere.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its SHA-256 in hexadecimal.</returns>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Checks a key.</summary>
    /// <param name="key">What the request carries; null for none.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>Who asks, or the refusal.</returns>
    public async Task<AdmissionResult> AdmitAsync(string? key, CancellationToken cancellationToken)
    {
        var master = config.Current.General.MasterKey;
        if (key is not null && master?.Matches(key) == true)
        {
            return new AdmissionResult(new Caller(Hash(key), null, null), null);
        }

        if (key is not null && key.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return await AdmitSecretAsync(key, master, cancellationToken).ConfigureAwait(false);
        }

        if (master is null)
        {
            return new AdmissionResult(new Caller("", null, null), null);
        }

        return new AdmissionResult(null, key is null ? Refusals.NoKey : Refusals.UnknownKey);
    }

    private async Task<AdmissionResult> AdmitSecretAsync(string secret, Secret? master, CancellationToken cancellationToken)
    {
        ClientSecretBinding? binding;
        try
        {
            binding = await grains.GetGrain<IClientSecretGrain>(Hash(secret)).Read()
                .WaitAsync(CallTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return new AdmissionResult(null, Refusals.NotReady);
        }

        // A secret lives no longer than the key that minted it.
        if (binding is null || binding.KeyHash != (master is null ? "" : Hash(master.Reveal())))
        {
            return new AdmissionResult(null, Refusals.UnknownKey);
        }

        return binding.ExpiresAt <= time.GetUtcNow()
            ? new AdmissionResult(null, Refusals.ExpiredSecret)
            : new AdmissionResult(new Caller(binding.KeyHash, [binding.Model], binding), null);
    }
}
