namespace Realtime.Simulator.Inspection;

/// <summary>A client event as it came.</summary>
/// <param name="Type">Its type, or <c>(binary)</c>, or <c>(unreadable)</c>.</param>
/// <param name="EventId">The client's id of it, or null.</param>
/// <param name="Text">Its text up to the inspection's limit; audio is left out of appends.</param>
public sealed record ReceivedEvent(string Type, string? EventId, string Text);
