using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Realtime.Gateway.ClientSecrets;

/// <summary>Serialization of the minting endpoints.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ClientSecretJson : JsonSerializerContext;
