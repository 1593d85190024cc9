using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Audit;
using Realtime.Storage.Database;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>One call of the admin API: who calls, with what, and what it works with.</summary>
internal sealed class AdminCall(HttpContext http, AdminCaller caller)
{
    private readonly IServiceProvider _services = http.RequestServices;

    public AdminCaller Caller { get; } = caller;

    public HttpContext Http { get; } = http;

    public RealtimeDatabase Database => _services.GetRequiredService<RealtimeDatabase>();

    public RealtimeConfig Config => _services.GetRequiredService<ConfigStore>().Current;

    public IPolicyNotifier Notifier => _services.GetRequiredService<IPolicyNotifier>();

    public DateTimeOffset Now { get; } = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    public CancellationToken Cancel => Http.RequestAborted;

    public QueryReader Query => new(Http.Request.Query);

    /// <summary>Gives a value of the path.</summary>
    public string? Route(string name) => Http.Request.RouteValues.GetValueOrDefault(name) as string;

    /// <summary>Reads from the database.</summary>
    public Task<T> ReadAsync<T>(Func<RealtimeDbContext, Task<T>> work) => Database.ReadAsync(work, Cancel);

    /// <summary>Changes in one transaction with its audit, then tells the cluster whose policies changed.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="work">Checks and changes; adds the scopes of what it changed. A refusal must come before the first change.</param>
    /// <param name="action">What the change is called in the audit; null: by what happens to the row.</param>
    public async Task<Outcome<T>> ChangeAsync<T>(Func<RealtimeDbContext, ISet<string>, Task<Outcome<T>>> work, string? action = null)
        where T : class
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        var outcome = await Database.ChangeAsync(
            new AuditActor(Caller.Name, Caller.KeyHash, Now, action),
            context =>
            {
                scopes.Clear();
                return work(context, scopes);
            },
            Cancel).ConfigureAwait(false);
        if (outcome.Refusal is null && scopes.Count > 0)
        {
            await Notifier.ChangedAsync(scopes).ConfigureAwait(false);
        }

        return outcome;
    }
}
