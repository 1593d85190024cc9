namespace Realtime.Providers.Gemini.Items;

/// <summary>A function that the model called.</summary>
/// <param name="CallId">The id that the client knows it by.</param>
/// <param name="Name">The function.</param>
/// <param name="HasServiceId">Whether the id is the service's, which older models of Vertex AI neither give nor take.</param>
internal sealed record FunctionCall(string CallId, string Name, bool HasServiceId);
