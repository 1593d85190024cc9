using Microsoft.EntityFrameworkCore;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;
using Realtime.Storage.Database;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>
/// Says who calls the admin API. It reads the database itself instead of asking the cluster, so that what an administrator did a moment
/// ago holds, and keys are managed while no silo answers.
/// </summary>
internal sealed class AdminGate(ConfigStore config, RealtimeDatabase database, TimeProvider time)
{
    /// <summary>Checks a caller.</summary>
    /// <param name="context">The request.</param>
    /// <param name="minimum">The least that the route asks for.</param>
    /// <returns>Who it is, or the refusal.</returns>
    public async Task<Outcome<AdminCaller>> AdmitAsync(HttpContext context, AdminRole minimum)
    {
        var general = config.Current.General;
        if (OriginGate.Check(context.Request, general) is { } origin)
        {
            return AdminErrors.FromGate(origin);
        }

        var key = ClientCredentials.Read(context.Request, general.KeyHeaderName).Key;
        if (general.MasterKey is null && key is null)
        {
            return new AdminCaller(AdminRole.Admin, "", null);
        }

        if (key is null)
        {
            return AdminErrors.Unauthorized("Authentication Error, No api key passed in.");
        }

        if (general.MasterKey?.Matches(key) ?? true)
        {
            return new AdminCaller(AdminRole.Admin, KeyGate.Hash(key), null);
        }

        var caller = await FindAsync(key, context.RequestAborted).ConfigureAwait(false);
        return caller.Value is { } known ? Allow(known, context.Request.Path, minimum) : caller;
    }

    private static Outcome<AdminCaller> Allow(AdminCaller caller, string path, AdminRole minimum) =>
        !RouteAccess.Allows(caller.Key!.Settings, path)
            ? AdminErrors.Forbidden($"Virtual key is not allowed to call this route. Only allowed to call routes: [{string.Join(", ", caller.Key.Settings.AllowedRoutes!)}]. Tried to call route: {path}")
        : caller.Role < minimum
            ? AdminErrors.Forbidden($"This route needs the master key or the key of a user with the role {(minimum == AdminRole.Viewer ? "proxy_admin or proxy_admin_viewer" : "proxy_admin")}. Route={path}")
        : caller;

    private async Task<Outcome<AdminCaller>> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!key.StartsWith("sk-", StringComparison.Ordinal))
        {
            return key.StartsWith(KeyGate.SecretPrefix, StringComparison.Ordinal)
                ? AdminErrors.FromGate(Refusals.SecretCannotMint)
                : AdminErrors.Unauthorized("Authentication Error, a virtual key is expected, which starts with 'sk-'.");
        }

        if (!database.IsConfigured)
        {
            return AdminErrors.UnknownKey;
        }

        var hash = KeyGate.Hash(key);
        var (row, role) = await database.ReadAsync(
            async context =>
            {
                var found = await context.Keys.FirstOrDefaultAsync(one => one.Hash == hash, cancellationToken).ConfigureAwait(false);
                var user = found?.UserId is { } id
                    ? await context.Users.FirstOrDefaultAsync(one => one.Id == id, cancellationToken).ConfigureAwait(false)
                    : null;
                return (found, user?.Role);
            },
            cancellationToken).ConfigureAwait(false);
        return row is null ? AdminErrors.UnknownKey
            : row.Blocked ? AdminErrors.KeyBlocked
            : row.Expires <= time.GetUtcNow() ? AdminErrors.Unauthorized("Authentication Error - Expired Key.", "expired_key")
            : new AdminCaller(Role(role), hash, row);
    }

    private static AdminRole Role(string? role) => role switch
    {
        "proxy_admin" => AdminRole.Admin,
        "proxy_admin_viewer" => AdminRole.Viewer,
        "internal_user" => AdminRole.User,
        _ => AdminRole.Key,
    };
}
