namespace Realtime.Protocol.Events;

/// <summary>What <see cref="EventScanner.Scan"/> found a message to be.</summary>
public enum EventScanStatus
{
    /// <summary>One JSON object with exactly one top-level <c>type</c>, which is a string (of a known type or not).</summary>
    Ok = 0,

    /// <summary>The message does not begin with an object: it is empty, an array, a string, a number or no JSON at all.</summary>
    NotAnObject = 1,

    /// <summary>The object has no top-level <c>type</c>.</summary>
    MissingType = 2,

    /// <summary>The top-level <c>type</c> is not a string.</summary>
    TypeNotAString = 3,

    /// <summary>
    /// The object has more than one top-level <c>type</c>. Parsers disagree on which one counts, so such a message could pass a check
    /// as one event and be executed as another.
    /// </summary>
    DuplicateType = 4,

    /// <summary>
    /// The object is not well formed: unbalanced, nested deeper than <see cref="EventScanner.MaxDepth"/>, with an unterminated string,
    /// a control character in a string, something other than white space after its end, or members that are not separated as they must be.
    /// </summary>
    Malformed = 5,
}
