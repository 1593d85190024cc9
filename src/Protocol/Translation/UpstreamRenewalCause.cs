namespace Realtime.Protocol.Translation;

/// <summary>Why a provider's connection is to be replaced by a fresh one, the least urgent first.</summary>
public enum UpstreamRenewalCause
{
    /// <summary>The provider will soon end it: at the next turn's end, at the latest at the deadline.</summary>
    Limit = 0,

    /// <summary>
    /// Settings that the client was told are in force need a fresh connection: as soon as no response runs; what the client sends meanwhile waits
    /// for it.
    /// </summary>
    Settings = 1,

    /// <summary>The provider takes nothing more on it: at once. What the client sends meanwhile waits.</summary>
    Unusable = 2,
}
