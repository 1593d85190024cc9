using System.Text.Json;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>What a client saw of the conversation that it held.</summary>
/// <param name="Text">The turn in writing.</param>
/// <param name="Audio">The spoken turn whose end the provider found.</param>
/// <param name="Manual">The spoken turn whose end the client told; null where a client offers no way.</param>
/// <param name="Call">The function call.</param>
/// <param name="Interruption">What became of a long answer that the user spoke into.</param>
internal sealed record ClientReport(
    ClientReport.Turn Text, ClientReport.Turn Audio, ClientReport.Turn? Manual, ClientReport.FunctionCall Call, ClientReport.Interrupted Interruption)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public static ClientReport Parse(string json) => JsonSerializer.Deserialize<ClientReport>(json, Web)!;

    /// <param name="Answer">The text, or the transcript of the speech.</param>
    /// <param name="Status">How the response ended.</param>
    /// <param name="AudioMs">How much speech came back.</param>
    /// <param name="Heard">The transcript of the user's speech; null where a client cannot read it.</param>
    internal sealed record Turn(string Answer, string Status, int AudioMs = 0, string? Heard = null);

    internal sealed record FunctionCall(string Name, JsonElement Arguments, string Answer);

    /// <param name="Status">How the interrupted response ended.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="TruncatedMs">Where its item was cut; null where a client offers no way.</param>
    /// <param name="Next">How the answer to the interruption ended.</param>
    internal sealed record Interrupted(string Status, string Reason, int? TruncatedMs, string Next);
}
