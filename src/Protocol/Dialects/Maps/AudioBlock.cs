using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>The GA form's <c>audio</c> object, which the beta form does not have.</summary>
internal static class AudioBlock
{
    /// <summary>Removes what is left of it once its fields have been moved. Fields that nobody knows stay, and so does what holds them.</summary>
    /// <param name="owner">The session or response.</param>
    public static void RemoveEmpty(JsonFields owner)
    {
        if (owner.OpenObject("audio") is { } audio)
        {
            RemoveIfEmpty(audio, "input");
            RemoveIfEmpty(audio, "output");
        }

        RemoveIfEmpty(owner, "audio");
    }

    private static void RemoveIfEmpty(JsonFields owner, string name)
    {
        if (owner.OpenObject(name) is { IsEmpty: true } || owner.Text(name) is { IsNull: true })
        {
            owner.Take(name);
        }
    }
}
