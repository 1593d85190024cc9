using System.Text.RegularExpressions;

namespace Realtime.Guardrails.Selection;

/// <summary>One entry of <c>policies</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The policy that it builds on; null: none.</param>
/// <param name="Added">The guardrails that it adds.</param>
/// <param name="Removed">The guardrails that it takes away.</param>
/// <param name="Models">The models that it is for; null: all.</param>
internal sealed record Policy(string Name, string? Parent, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<Regex>? Models);
