using System.Text.RegularExpressions;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.ModelArmor;

/// <summary><c>model_armor</c>: Google Cloud Model Armor.</summary>
internal sealed partial class ModelArmorFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "model_armor";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var template = Required(parameters, "template_id", null);
        var project = Required(parameters, "project_id", environment.Variables.GetValueOrDefault("GOOGLE_CLOUD_PROJECT"));
        var location = parameters.Text("location")?.Trim() is { Length: > 0 } given ? given : "us-central1";
        if (!PathPart().IsMatch(location))
        {
            parameters.Problem("location", "is no location", "write it as us-central1");
        }

        var address = environment.Address(
            parameters, parameters.Has("api_endpoint") ? "api_endpoint" : "api_base", null, $"https://modelarmor.{location}.rep.googleapis.com");
        _ = parameters.Text("api_endpoint");
        var tokens = GoogleTokens.Read(parameters, environment);
        var options = new ModelArmorOptions(parameters.Flag("mask_request_content") ?? false, parameters.Flag("mask_response_content") ?? false);
        if (template is null || project is null || address is null || tokens is null)
        {
            return null;
        }

        var path = $"v1/projects/{Uri.EscapeDataString(project)}/locations/{Uri.EscapeDataString(location)}/templates/{Uri.EscapeDataString(template)}";
        return new ModelArmorEngine(new EngineHttp(environment), EngineHttp.Join(address, path), tokens, options);
    }

    private static string? Required(SectionReader parameters, string key, string? usual)
    {
        var text = parameters.Text(key)?.Trim() is { Length: > 0 } given ? given : usual;
        if (text is null || !PathPart().IsMatch(text))
        {
            parameters.Problem(key, text is null ? "is missing" : "may only hold letters, digits and . _ : -", $"give {key}");
            return null;
        }

        return text;
    }

    [GeneratedRegex("^[A-Za-z0-9._:-]{1,128}$")]
    private static partial Regex PathPart();
}
