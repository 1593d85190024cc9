namespace Realtime.Gateway.Admin.Calls;

/// <summary>What every refusal looks like.</summary>
/// <param name="Error">The error.</param>
internal sealed record ErrorEnvelope(ErrorFields Error);
