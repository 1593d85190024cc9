using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Writes a function's result as the JSON object that Nova wants.</summary>
internal static class ToolResult
{
    /// <summary>Writes it.</summary>
    /// <param name="output">What the client gave.</param>
    /// <param name="instructions">Instructions of the answer, which have no other place beside a result; null for none.</param>
    /// <returns>JSON text of an object.</returns>
    public static string ToNova(string output, string? instructions)
    {
        var result = Parse(output);
        if (result is not null && instructions is null)
        {
            return output;
        }

        result ??= new JsonObject { ["output"] = output };
        if (instructions is not null)
        {
            result["instructions_for_the_answer"] = instructions;
        }

        return result.ToJsonString();
    }

    private static JsonObject? Parse(string output)
    {
        try
        {
            return JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
