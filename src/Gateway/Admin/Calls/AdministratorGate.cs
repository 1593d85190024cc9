using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Keeps operators' routes outside the admin API for administrators: the master key, and keys of users with their roles.</summary>
internal sealed class AdministratorGate(ConfigStore config, AdminGate keys)
{
    /// <summary>Checks a caller.</summary>
    /// <param name="context">The request.</param>
    /// <param name="minimum">The least that the route asks for.</param>
    /// <returns>Why it is refused, in the form of all routes outside the admin API; null when it is not.</returns>
    public async Task<SessionRefusal?> RefuseAsync(HttpContext context, AdminRole minimum)
    {
        var general = config.Current.General;
        if (OriginGate.Check(context.Request, general) is { } origin)
        {
            return origin;
        }

        if (general.MasterKey is not null && ClientCredentials.Read(context.Request, general.KeyHeaderName).Key is null)
        {
            return Refusals.NoKey;
        }

        try
        {
            return Plain((await keys.AdmitAsync(context, minimum).ConfigureAwait(false)).Refusal);
        }
        catch (StorageUnavailableException)
        {
            return AdminErrors.Unavailable;
        }
    }

    private static SessionRefusal? Plain(SessionRefusal? refusal) => refusal?.Status switch
    {
        StatusCodes.Status401Unauthorized => Refusals.UnknownKey with { Message = refusal.Message },
        StatusCodes.Status403Forbidden => Refusals.NeedsAdministrator with { Message = refusal.Message },
        _ => refusal,
    };
}
