namespace Realtime.Providers.Gemini.Output;

/// <summary>Where in a response a piece of its output belongs.</summary>
/// <param name="ResponseId">The response.</param>
/// <param name="ItemId">The item.</param>
/// <param name="OutputIndex">The item's index in the response.</param>
internal readonly record struct OutputPlace(string ResponseId, string ItemId, int OutputIndex);
