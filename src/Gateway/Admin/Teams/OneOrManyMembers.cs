using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>Reads one member as a list of one.</summary>
internal sealed class OneOrManyMembers : JsonConverter<List<MemberFields>>
{
    /// <inheritdoc/>
    public override List<MemberFields>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartArray
            ? JsonSerializer.Deserialize<List<MemberFields>>(ref reader, options)
            : [JsonSerializer.Deserialize<MemberFields>(ref reader, options) ?? throw new JsonException()];

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<MemberFields> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
