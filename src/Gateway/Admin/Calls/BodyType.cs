namespace Realtime.Gateway.Admin.Calls;

/// <summary>What a route's body is, for the OpenAPI document. The body is read whatever its content type says, as curl's <c>-d</c> sends it.</summary>
/// <param name="Type">The type.</param>
internal sealed record BodyType(Type Type);
