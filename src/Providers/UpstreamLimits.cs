namespace Realtime.Providers;

/// <summary>Times that hold for a provider's connection.</summary>
/// <param name="KeepAliveInterval">A ping goes out when nothing came for so long; zero switches pings off.</param>
/// <param name="KeepAliveTimeout">The connection is lost when nothing came for so long after a ping.</param>
/// <param name="WriteTimeout">The connection is lost when a write did not complete for so long.</param>
public sealed record UpstreamLimits(TimeSpan KeepAliveInterval, TimeSpan KeepAliveTimeout, TimeSpan WriteTimeout);
