using System.Text.Json.Serialization;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>Serialization of rows that wait in a file.</summary>
[JsonSerializable(typeof(LedgerEntry))]
internal sealed partial class LedgerJson : JsonSerializerContext;
