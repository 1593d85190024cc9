using Microsoft.Net.Http.Headers;

namespace Realtime.Gateway.Playground;

/// <summary>A file of the playground.</summary>
/// <param name="Route">Where it is served.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Stands for its content, so that a browser that has it need not load it again.</param>
internal sealed record PlaygroundAsset(string Route, byte[] Content, string ContentType, EntityTagHeaderValue Tag);
