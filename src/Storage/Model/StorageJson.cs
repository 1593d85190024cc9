using System.Text.Json.Serialization;

namespace Realtime.Storage.Model;

/// <summary>Serialization of what is kept as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(PolicySettings))]
[JsonSerializable(typeof(KeyRow))]
[JsonSerializable(typeof(TeamRow))]
[JsonSerializable(typeof(MemberRow))]
[JsonSerializable(typeof(UserRow))]
[JsonSerializable(typeof(CustomerRow))]
[JsonSerializable(typeof(BudgetRow))]
internal sealed partial class StorageJson : JsonSerializerContext;
