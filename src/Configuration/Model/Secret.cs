using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Realtime.Configuration;

/// <summary>
/// A key, password or token. Its text is only to be had by <see cref="Reveal"/>, so that no log, dump or formatted string shows it
/// by accident.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _value;

    /// <summary>Wraps a text.</summary>
    /// <param name="value">The secret text; not empty.</param>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>Wraps a text, or gives null for none.</summary>
    /// <param name="value">The secret text; null and empty both mean that there is none.</param>
    public static Secret? From(string? value) => string.IsNullOrEmpty(value) ? null : new Secret(value);

    /// <summary>Gets the secret text, for the one place that sends or compares it.</summary>
    public string Reveal() => _value;

    /// <summary>Says whether a presented text is this secret, in a time that does not depend on where they differ.</summary>
    /// <param name="presented">The text that somebody claims to be the secret.</param>
    public bool Matches(string? presented) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(Digest(_value), Digest(presented));

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && Matches(other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(_value, StringComparison.Ordinal);

    /// <summary>Gives <c>***</c>, whatever the secret.</summary>
    public override string ToString() => "***";

    // Digests have one length, so that the comparison's time does not tell the secret's length either.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
