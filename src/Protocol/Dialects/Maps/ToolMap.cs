using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>Tools. Both forms write them alike, but the GA form refuses keys that it does not know, such as beta's <c>strict</c>.</summary>
internal static class ToolMap
{
    /// <summary>
    /// Leaves in each function what the GA form knows of it. Tools of other types, and functions without the name that makes them
    /// one, stay as they are.
    /// </summary>
    /// <param name="owner">The session or the response's parameters.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool ToGa(JsonFields owner)
    {
        var tools = owner.OpenArray("tools");
        return tools is not null && tools.Replace(tool => tool.Is("type", "function") && tool.Has("name")
            ? tool.Only("type", "name", "description", "parameters")
            : tool);
    }
}
