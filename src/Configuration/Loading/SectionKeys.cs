using System.Collections.Frozen;

namespace Realtime.Configuration.Loading;

/// <summary>The keys of a section that are known without being read.</summary>
/// <param name="Inert">LiteLLM's keys that have no meaning for realtime sessions.</param>
/// <param name="Pending">Keys that are read and kept, but that nothing acts on yet; they leave this list when something does.</param>
/// <param name="Further">Other good keys: those that are read by rule rather than one by one, and plain information.</param>
internal sealed record SectionKeys(FrozenSet<string> Inert, FrozenSet<string> Pending, FrozenSet<string> Further)
{
    public static SectionKeys None { get; } = Of([]);

    public static SectionKeys Of(IEnumerable<string> inert, IEnumerable<string>? pending = null, IEnumerable<string>? further = null) =>
        new(
            inert.ToFrozenSet(StringComparer.Ordinal),
            (pending ?? []).ToFrozenSet(StringComparer.Ordinal),
            (further ?? []).ToFrozenSet(StringComparer.Ordinal));
}
