using System.Globalization;
using System.Text.RegularExpressions;

namespace Realtime.Providers.Gemini.Models;

/// <summary>What a model takes and gives.</summary>
/// <remarks>Source: Google's Live API guide, models and capabilities. A model that names no known generation is taken for the most tolerant one.</remarks>
internal sealed partial record ModelTraits
{
    /// <summary>Gets the model as <c>setup.model</c> names it.</summary>
    public required string SetupModel { get; init; }

    /// <summary>Gets the generation.</summary>
    public ModelFamily Family { get; init; }

    /// <summary>Gets a value indicating whether the model answers by voice alone; text is then its transcript.</summary>
    public bool IsAudioOnly { get; init; }

    /// <summary>Gets a value indicating whether the service is Vertex AI.</summary>
    public bool IsVertex { get; init; }

    /// <summary>Gets a value indicating whether <c>clientContent</c> may be sent after the start.</summary>
    public bool TakesContent => Family != ModelFamily.Live31;

    /// <summary>Gets a value indicating whether instructions and tools can be changed on a running connection.</summary>
    public bool TakesContextUpdate => Family == ModelFamily.Live38;

    /// <summary>Gets a value indicating whether how much the model thinks can be set.</summary>
    public bool TakesThinking => Family != ModelFamily.Live38;

    /// <summary>Reads the traits from the model's name.</summary>
    /// <param name="model">The name, without path.</param>
    /// <param name="setupModel">The name as <c>setup.model</c> has it.</param>
    /// <param name="isVertex">Whether the service is Vertex AI.</param>
    /// <returns>The traits.</returns>
    public static ModelTraits For(string model, string setupModel, bool isVertex)
    {
        var match = Version().Match(model);
        var version = match.Success
            ? (Number(match.Groups[1]) * 100) + Number(match.Groups[2])
            : 0;
        var family = version >= 308 ? ModelFamily.Live38 : version >= 300 ? ModelFamily.Live31 : ModelFamily.Live25;
        return new ModelTraits
        {
            SetupModel = setupModel,
            Family = family,
            IsAudioOnly = family != ModelFamily.Live25 || model.Contains("native-audio", StringComparison.OrdinalIgnoreCase),
            IsVertex = isVertex,
        };
    }

    private static int Number(Group group) => int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;

    [GeneratedRegex(@"gemini-(?:live-)?(\d{1,2})(?:\.(\d{1,2}))?(?!\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
