namespace Realtime.Grains.Policies.Alerts;

/// <summary>Something that an operator should know now.</summary>
/// <param name="Type">Its kind, one of <see cref="AlertTypes"/>.</param>
/// <param name="Event">What happened, as <c>budget_crossed</c>.</param>
/// <param name="Message">The same in a sentence; holds no secret.</param>
/// <param name="Scope">Whom it concerns; the same alert about the same is sent once in a while only.</param>
internal sealed record Alert(string Type, string Event, string Message, string Scope);
