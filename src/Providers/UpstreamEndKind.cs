namespace Realtime.Providers;

/// <summary>By whom a provider's connection was ended.</summary>
public enum UpstreamEndKind
{
    /// <summary>The provider closed it in good order.</summary>
    Closed = 0,

    /// <summary>It broke: a reset, an end without a close, or a violation of the carrying protocol.</summary>
    Lost = 1,

    /// <summary>The provider answered no ping.</summary>
    Silent = 2,

    /// <summary>The provider did not read for longer than the write time-out.</summary>
    NotReading = 3,

    /// <summary>This side closed it.</summary>
    Local = 4,
}
