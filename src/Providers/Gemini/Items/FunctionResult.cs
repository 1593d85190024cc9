using System.Text;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Items;

/// <summary>Makes the object that the service wants of a function's result, which OpenAI has as text.</summary>
internal static class FunctionResult
{
    /// <summary>Maps.</summary>
    /// <param name="output">The result.</param>
    /// <returns>A JSON object as it is; anything else within one.</returns>
    public static JsonObject Map(string output) =>
        JsonTree.Parse(Encoding.UTF8.GetBytes(output)) ?? new JsonObject { ["output"] = output };
}
