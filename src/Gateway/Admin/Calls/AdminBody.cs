using System.Text.Json.Nodes;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>A request's body.</summary>
/// <typeparam name="T">Its type.</typeparam>
/// <param name="Fields">The body, read.</param>
/// <param name="Json">The body as it came: which fields were given, even as null, stands there alone.</param>
internal sealed record AdminBody<T>(T Fields, JsonObject Json);
