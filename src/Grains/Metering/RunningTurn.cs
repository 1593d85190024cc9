namespace Realtime.Grains.Metering;

/// <summary>A response that runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">When it began.</param>
/// <param name="OutputBytes">The audio that the provider had sent before it.</param>
/// <param name="OutputText">The tokens of text that the provider had sent before it, about.</param>
internal sealed record RunningTurn(string Id, DateTimeOffset Start, long OutputBytes, long OutputText);
