using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using System.Diagnostics.Metrics;
using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Interfaces.Events;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>What sessions and stages need to be made.</summary>
internal static class Setups
{
    private static readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddEventIds().BuildServiceProvider();

    public static Deployment Deployment { get; } =
        new() { Id = "d1", ModelName = "voice", Provider = "openai", ProviderModel = "gpt-realtime" };

    public static IEventIdSource Ids => _services.GetRequiredService<IEventIdSource>();

    public static SessionSetup Setup(TimeProvider time, IReadOnlyList<string>? allowed = null, Dialect dialect = Dialect.Ga) => new()
    {
        SessionId = "rts_test",
        Model = "voice",
        ClientDialect = dialect,
        AllowedModels = allowed,
        Models = new ModelTable(
            [Deployment, Deployment with { Id = "d2", ModelName = "other" }, Deployment with { Id = "d3", ModelName = "listener" }],
            new Dictionary<string, ModelAlias>()),
        EventIds = Ids,
        Time = time,
    };

    public static ClientLinkOptions Link(TimeProvider time, ResumeOffer offer = ResumeOffer.None, SentFramesLimits? limits = null) => new()
    {
        SessionId = "rts_AAAAAAAAAAAAAAAAAAAAAA",
        Window = TimeSpan.FromSeconds(15),
        Offer = offer,
        KeyHash = "key",
        Limits = limits ?? new SentFramesLimits(),
        Budget = new SentFramesBudget(1 << 30),
        EventIds = Ids,
        Time = time,
        Metrics = new RealtimeMetrics(_services.GetRequiredService<IMeterFactory>()),
        Logger = NullLogger.Instance,
    };

    public static SessionTelemetry Telemetry(TimeProvider time) =>
        new(new RealtimeMetrics(_services.GetRequiredService<IMeterFactory>()), Deployment, null, time);
}
