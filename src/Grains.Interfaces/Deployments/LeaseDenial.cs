namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>Why a deployment takes no session now.</summary>
[GenerateSerializer]
[Alias("Realtime.LeaseDenial")]
public enum LeaseDenial
{
    /// <summary>It takes one.</summary>
    None = 0,

    /// <summary>It rests after failures.</summary>
    Resting = 1,

    /// <summary>It has as many sessions as it may have (<c>max_parallel_requests</c>).</summary>
    Full = 2,

    /// <summary>As many sessions began within a minute as may (<c>rpm</c>).</summary>
    Requests = 3,

    /// <summary>As many tokens were used within a minute as may be (<c>tpm</c>).</summary>
    Tokens = 4,

    /// <summary>The cluster did not say whether its limit is reached.</summary>
    Unknown = 5,
}
