using System.Text.Json.Serialization;

namespace Realtime.Grains.Sessions;

/// <summary>Serialization without reflection for the few values that a session writes.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class SessionJson : JsonSerializerContext;
