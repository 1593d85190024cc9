using Realtime.Configuration.Loading;
using Realtime.Guardrails.Aim;
using Realtime.Guardrails.AzureContentSafety;
using Realtime.Guardrails.Bedrock;
using Realtime.Guardrails.ContentFilter;
using Realtime.Guardrails.GenericApi;
using Realtime.Guardrails.HideSecrets;
using Realtime.Guardrails.Lakera;
using Realtime.Guardrails.ModelArmor;
using Realtime.Guardrails.OpenAIModeration;
using Realtime.Guardrails.OwnEngines;
using Realtime.Guardrails.Presidio;

namespace Realtime.Guardrails;

/// <summary>The engines that there are.</summary>
public static class GuardrailRegistry
{
    private static readonly IGuardrailEngineFactory[] _factories =
    [
        new ContentFilterFactory(), new HideSecretsFactory(), new PresidioFactory(), new OpenAIModerationFactory(), new PromptShieldFactory(),
        new TextModerationFactory(), new BedrockFactory(), new LakeraFactory(), new ModelArmorFactory(), new AimFactory(), new GenericApiFactory(),
    ];

    /// <summary>Gets the names of the engines that come with the product.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _factories.Select(factory => factory.Name)];

    /// <summary>Finds what makes the engine that a section asks for, be it of the product or of an assembly that the section names.</summary>
    /// <param name="parameters">The section; what is wrong with the name becomes a problem.</param>
    /// <returns>The factory; null when there is a problem.</returns>
    public static IGuardrailEngineFactory? Find(SectionReader parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var name = parameters.Text("guardrail")?.Trim() ?? "";
        if (OwnEngineLoader.IsAsked(parameters))
        {
            return OwnEngineLoader.Load(name, parameters);
        }

        if (_factories.FirstOrDefault(factory => factory.Name == name) is { } found)
        {
            return found;
        }

        if (name.Length > 0)
        {
            var nearest = NearestName.Find(name, Names);
            parameters.Problem(
                "guardrail",
                $"'{name}' is no engine",
                nearest is not null ? $"did you mean {nearest}?" : $"write one of {string.Join(", ", Names)}, or name an engine of your own with assembly");
        }

        return null;
    }
}
