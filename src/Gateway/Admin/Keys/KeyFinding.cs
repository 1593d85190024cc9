using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Finds keys that a caller may change.</summary>
internal static class KeyFinding
{
    /// <summary>Finds a key by itself or its hash.</summary>
    /// <param name="call">The call.</param>
    /// <param name="context">The context.</param>
    /// <param name="keyOrHash">The key or its hash.</param>
    /// <returns>The key; 404 where there is none, 403 where it is another's.</returns>
    public static async Task<Outcome<KeyRow>> FindAsync(AdminCall call, RealtimeDbContext context, string keyOrHash)
    {
        var hash = KeyText.HashOf(keyOrHash);
        var row = await context.Keys.FirstOrDefaultAsync(one => one.Hash == hash, call.Cancel).ConfigureAwait(false);
        return row is null ? NotFound() : MayChange(call.Caller, row) ? row : AdminErrors.Forbidden("This key belongs to somebody else.");
    }

    /// <summary>Says that there is no such key, without repeating it.</summary>
    public static Realtime.Grains.Interfaces.Sessions.SessionRefusal NotFound() => AdminErrors.NotFound("Key not found in database.", "key");

    /// <summary>Says whether a caller may change a key.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="row">The key.</param>
    public static bool MayChange(AdminCaller caller, KeyRow row) =>
        caller.IsAdmin || (caller.Role == AdminRole.User && row.UserId is not null && row.UserId == caller.Key?.UserId);
}
