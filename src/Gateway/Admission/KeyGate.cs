using System.Security.Cryptography;
using System.Text;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.ClientSecrets;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Gateway.Admission;

/// <summary>Checks keys: the master key, virtual keys, and the secrets that this gateway minted.</summary>
internal sealed class KeyGate(ConfigStore config, IGrainFactory grains, TimeProvider time)
{
    /// <summary>The beginning of every client secret.</summary>
    public const string SecretPrefix = "ek_";

    // What else begins so is no key: nobody may use the hash of one that leaked.
    private const string KeyPrefix = "sk-";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);

    private readonly VirtualKeys _virtualKeys = new(config, grains, time);

    /// <summary>Hashes a key or secret as it is kept and compared everywhere.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its SHA-256 in hexadecimal.</returns>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Checks a key.</summary>
    /// <param name="key">What the request carries; null for none.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>Who asks, or the refusal.</returns>
    public Task<AdmissionResult> AdmitAsync(string? key, CancellationToken cancellationToken) =>
        AdmitAsync(key, CallerDetails.None, cancellationToken);

    /// <summary>Checks a key.</summary>
    /// <param name="key">What the request carries; null for none.</param>
    /// <param name="details">What the request says besides.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>Who asks, or the refusal.</returns>
    public async Task<AdmissionResult> AdmitAsync(string? key, CallerDetails details, CancellationToken cancellationToken)
    {
        var master = config.Current.General.MasterKey;
        if (key is not null && master?.Matches(key) == true)
        {
            return new AdmissionResult(Unlimited(Hash(key), details, null), null);
        }

        if (key is not null && key.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return await AdmitSecretAsync(key, master, details, cancellationToken).ConfigureAwait(false);
        }

        if (master is null)
        {
            return new AdmissionResult(Unlimited("", details, null), null);
        }

        if (key is null)
        {
            return new AdmissionResult(null, Refusals.NoKey);
        }

        return key.StartsWith(KeyPrefix, StringComparison.Ordinal)
            ? await _virtualKeys.AdmitAsync(Hash(key), details, null, cancellationToken).ConfigureAwait(false)
            : new AdmissionResult(null, Refusals.UnknownKey);
    }

    private static Caller Unlimited(string hash, CallerDetails details, ClientSecretBinding? secret) => new(hash, secret is null ? null : [secret.Model], secret)
    {
        Principal = new SessionPrincipal { KeyHash = hash, CustomerId = details.CustomerId, Tags = details.Tags, ClientAddress = details.Address },
    };

    private async Task<AdmissionResult> AdmitSecretAsync(string secret, Secret? master, CallerDetails details, CancellationToken cancellationToken)
    {
        ClientSecretBinding? binding;
        try
        {
            binding = await grains.GetGrain<IClientSecretGrain>(Hash(secret)).Read()
                .WaitAsync(CallTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (CallFailures.IsAway(exception, cancellationToken))
        {
            return new AdmissionResult(null, Refusals.NotReady);
        }

        if (binding is null)
        {
            return new AdmissionResult(null, Refusals.UnknownKey);
        }

        if (binding.ExpiresAt <= time.GetUtcNow())
        {
            return new AdmissionResult(null, Refusals.ExpiredSecret);
        }

        // A secret lives no longer than the key that minted it, and is under its limits.
        var unlimited = master is null ? "" : Hash(master.Reveal());
        return binding.KeyHash == unlimited ? new AdmissionResult(Unlimited(unlimited, details, binding), null)
            : binding.IsVirtual ? await _virtualKeys.AdmitAsync(binding.KeyHash, details, binding, cancellationToken).ConfigureAwait(false)
            : new AdmissionResult(null, Refusals.UnknownKey);
    }
}
