namespace Realtime.Providers.Gemini.Models;

/// <summary>Reads the names of models.</summary>
internal static class ModelNames
{
    /// <summary>Takes the path off a name.</summary>
    /// <param name="model">As in <c>models/gemini-3.8-live</c> or <c>publishers/google/models/gemini-3.8-live</c>.</param>
    /// <returns>The name alone.</returns>
    public static string Bare(string model) => model[(model.LastIndexOf('/') + 1)..];
}
