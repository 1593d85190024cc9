using System.Buffers.Text;
using System.Security.Cryptography;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>Makes the ids of sessions. They are never used twice, which is what makes a session's activation unique.</summary>
public static class SessionIds
{
    /// <summary>Makes an id.</summary>
    /// <returns>An id as <c>rts_</c> and 22 characters, 128 random bits.</returns>
    public static string Create() => "rts_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
