using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>What comes of a call: an answer, or why there is none.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="Value">The answer; null when it is refused.</param>
/// <param name="Refusal">Why; null when there is an answer.</param>
internal readonly record struct Outcome<T>(T? Value, SessionRefusal? Refusal)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(SessionRefusal refusal) => new(null, refusal);
}
