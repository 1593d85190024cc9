using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;
using Realtime.Storage.Policies;

namespace Realtime.Storage.Hosting;

/// <summary>Registers the database of a process.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds <see cref="RealtimeDatabase"/>, <see cref="IPolicyStore"/> and <see cref="ILedgerStore"/>, and brings the tables up to date
    /// when the process starts. Without a database (<see cref="RealtimeDatabase.IsConfigured"/>) the stores must not be used.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="target">Which database.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddRealtimeStorage(this IServiceCollection services, DatabaseTarget target)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new RealtimeDatabase(target));
        services.AddSingleton<IPolicyStore, PolicyStore>();
        services.AddSingleton<ILedgerStore, LedgerStore>();
        services.AddSingleton<DatabaseMigrator>();
        services.AddHostedService<DatabaseStart>();
        return services;
    }
}
