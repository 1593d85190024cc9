using Microsoft.AspNetCore.Http.Features;

namespace Realtime.Simulator.Faults;

/// <summary>Puts a <see cref="StallingStream"/> under the WebSocket, so that a stall reaches even the answers to pings.</summary>
internal sealed class StallingUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public StallingStream? Stream { get; private set; }

    /// <summary>Has to stand before the WebSocket middleware, which takes the feature when the request passes it.</summary>
    public static Task InstallAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { } feature)
        {
            var upgrade = new StallingUpgrade(feature);
            context.Features.Set<IHttpUpgradeFeature>(upgrade);
            context.Features.Set(upgrade);
        }

        return next(context);
    }

    public async Task<Stream> UpgradeAsync() => Stream = new(await inner.UpgradeAsync());
}
