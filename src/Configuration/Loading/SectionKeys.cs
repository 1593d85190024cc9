using System.Collections.Frozen;

namespace Realtime.Configuration.Loading;

/// <summary>The keys of a section that are known without being read.</summary>
/// <param name="Inert">LiteLLM's keys that have no meaning for realtime sessions.</param>
/// <param name="Further">Other good keys: those that are read by rule rather than one by one, and plain information.</param>
public sealed record SectionKeys(FrozenSet<string> Inert, FrozenSet<string> Further)
{
    /// <summary>Gets the keys of a section that has none beside those that are read.</summary>
    public static SectionKeys None { get; } = Of([]);

    /// <summary>Makes a set.</summary>
    /// <param name="inert">See <see cref="Inert"/>.</param>
    /// <param name="further">See <see cref="Further"/>.</param>
    public static SectionKeys Of(IEnumerable<string> inert, IEnumerable<string>? further = null) =>
        new(
            inert.ToFrozenSet(StringComparer.Ordinal),
            (further ?? []).ToFrozenSet(StringComparer.Ordinal));
}
