using System.Security.Cryptography;

namespace Realtime.Simulator.Sessions;

/// <summary>Makes ids that look like the service's.</summary>
internal static class IdSource
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Make(string prefix) => $"{prefix}_{RandomNumberGenerator.GetString(Letters, 21)}";
}
