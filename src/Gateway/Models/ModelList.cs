namespace Realtime.Gateway.Models;

/// <summary>A list of models in OpenAI's form.</summary>
/// <param name="Object">Always <c>list</c>.</param>
/// <param name="Data">The models.</param>
internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);
