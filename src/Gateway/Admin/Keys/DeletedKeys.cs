using System.Text.Json.Serialization;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>The keys that were deleted.</summary>
/// <param name="Keys">The keys, as they were named in the request.</param>
internal sealed record DeletedKeys([property: JsonPropertyName("deleted_keys")] IReadOnlyList<string> Keys);
