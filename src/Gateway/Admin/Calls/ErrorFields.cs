namespace Realtime.Gateway.Admin.Calls;

/// <summary>An error.</summary>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Type">The kind of error.</param>
/// <param name="Param">The field that is wrong; null when it is none.</param>
/// <param name="Code">The HTTP status, as text.</param>
internal sealed record ErrorFields(string Message, string Type, string? Param, string Code);
