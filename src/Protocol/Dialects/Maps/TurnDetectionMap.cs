using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>Turn detection, which old clients switch off with a type of <c>none</c>.</summary>
internal static class TurnDetectionMap
{
    /// <summary>Translates the beta form's value.</summary>
    /// <param name="turnDetection">The object or null.</param>
    /// <returns>The GA value, in which null switches turn detection off.</returns>
    public static JsonPart ToGa(JsonPart turnDetection) =>
        JsonFields.Open(turnDetection)?.Is("type", "none") == true ? JsonText.Null : turnDetection;
}
