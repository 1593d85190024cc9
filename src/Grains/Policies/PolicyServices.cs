using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Grains.Ledger;
using Realtime.Grains.Ledger.Sinks;
using Realtime.Grains.Metering;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Policies.Reading;
using Realtime.Grains.Policies.Sessions;

namespace Realtime.Grains.Policies;

/// <summary>Registers limits, budgets, metering and the ledger.</summary>
internal static class PolicyServices
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The services.</param>
    public static void AddRealtimePolicies(this IServiceCollection services)
    {
        services.TryAddSingleton(new LedgerOptions());
        services.TryAddSingleton(new PolicyTimes());
        services.AddSingleton<AlertPoster>();
        services.AddSingleton<IAlertChannel, SlackChannel>();
        services.AddSingleton<IAlertChannel, WebhookChannel>();
        services.AddSingleton<AlertBoard>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertBoard>());
        services.AddSingleton<PolicySource>();
        services.AddSingleton<LeaseKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<LeaseKeeper>());
        services.AddSingleton<SessionPolicies>();
        services.AddSingleton<DeploymentBudgets>();
        services.AddSingleton<LedgerWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddHostedService<LedgerRetention>();
        services.AddSingleton<ISinkTarget, GenericApiTarget>();
        services.AddSingleton<ISinkTarget, S3Target>();
        services.AddSingleton<ISinkTarget, FileTarget>();
        services.AddSingleton<SinkHub>();
        services.AddSingleton<IUsageSink>(provider => provider.GetRequiredService<SinkHub>());
        services.AddHostedService(provider => provider.GetRequiredService<SinkHub>());
        services.AddSingleton<IUsageSink, OtlpUsageLog>();
        services.AddSingleton<UsageJournal>();
        services.AddSingleton<MeterServices>();
    }
}
