namespace Realtime.Providers.Gemini.Output;

/// <summary>Where in a response a piece of its output belongs.</summary>
/// <param name="ResponseId">The response.</param>
/// <param name="ItemId">The item.</param>
/// <param name="OutputIndex">The item's index in the response.</param>
/// <param name="PreviousId">The item before it in the conversation; null for the first.</param>
internal readonly record struct OutputPlace(string ResponseId, string ItemId, int OutputIndex, string? PreviousId);
