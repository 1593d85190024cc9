using System.Text.Json.Serialization;

namespace Realtime.Protocol.Conversations;

/// <summary>How snapshots are written. What has its default value is left out, which also lets later versions add fields.</summary>
/// <remarks>The generated reader gives null to an init-only property that is missing, initializer or not; the types make up for that.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ConversationSnapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
