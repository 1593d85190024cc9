using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration;
using Realtime.Configuration.Prices;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Tests.Deployments;

/// <summary>Deployments and questions as the tests of their choice need them.</summary>
internal static class TestDeployments
{
    public static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 9, 24, 12, 0, 0, TimeSpan.Zero));

    public static Deployment Deployment(string id, int? order = null, double? weight = null) =>
        new() { Id = id, ModelName = "m", Provider = "openai", ProviderModel = "m", Order = order, Weight = weight };

    public static RoutingRules Rules(RouterSettings? router = null, RoutingOverrides? overrides = null) =>
        RoutingRules.Of(router ?? RouterSettings.Default, PriceBook.BuiltIn, overrides);

    public static LeaseRequest Ask(string session, int? parallel = null, int? rpm = null, long? tpm = null) => new()
    {
        Lease = new LeaseRef(session, Guid.NewGuid()),
        Limits = new DeploymentLimits(parallel, rpm, tpm),
    };

    public static DeploymentFailure Failure(LeaseRequest of, int? allowed, double rest = 5, string? model = null) => new()
    {
        Lease = of.Lease,
        AllowedFails = allowed,
        Rest = TimeSpan.FromSeconds(rest),
        Message = "It did not answer.",
        Model = model,
    };
}
