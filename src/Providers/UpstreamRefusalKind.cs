namespace Realtime.Providers;

/// <summary>Why a provider could not be connected to.</summary>
public enum UpstreamRefusalKind
{
    /// <summary>It answered and said no.</summary>
    Refused = 0,

    /// <summary>It could not be reached.</summary>
    Unreachable = 1,

    /// <summary>It did not answer in time.</summary>
    Timeout = 2,

    /// <summary>No credential could be had for it.</summary>
    NoCredential = 3,
}
