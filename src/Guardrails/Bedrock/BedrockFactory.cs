using System.Text.RegularExpressions;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Bedrock;

/// <summary><c>bedrock</c>: Amazon Bedrock Guardrails (<c>ApplyGuardrail</c>).</summary>
internal sealed partial class BedrockFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "bedrock";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var id = Required(parameters, "guardrailIdentifier");
        var version = Required(parameters, "guardrailVersion");
        var region = environment.Text(parameters, "aws_region_name", "AWS_REGION_NAME")
            ?? environment.Variables.GetValueOrDefault("AWS_REGION") ?? environment.Variables.GetValueOrDefault("AWS_DEFAULT_REGION");
        if (region is null || !RegionName().IsMatch(region))
        {
            parameters.Problem("aws_region_name", region is null ? "is missing" : "is no region", "write the region as us-east-1, or set AWS_REGION_NAME");
            return null;
        }

        var address = environment.Address(
            parameters,
            parameters.Has("api_base") ? "api_base" : "aws_bedrock_runtime_endpoint",
            "AWS_BEDROCK_RUNTIME_ENDPOINT",
            $"https://bedrock-runtime.{region}.amazonaws.com");
        _ = parameters.Text("aws_bedrock_runtime_endpoint");
        var signing = BedrockCredentials.Read(parameters, environment);
        var masks = parameters.Flag("mask_request_content") ?? true;
        var disablesBlock = parameters.Flag("disable_exception_on_block") ?? false;
        if (address is null || id is null || version is null || signing is null)
        {
            return null;
        }

        var path = $"guardrail/{Uri.EscapeDataString(id)}/version/{Uri.EscapeDataString(version)}/apply";
        return new BedrockEngine(
            new EngineHttp(environment),
            EngineHttp.Join(address, path),
            new RequestSigner(signing, region, environment.Time),
            new BedrockOptions(masks, parameters.Flag("mask_response_content") ?? true, disablesBlock));
    }

    private static string? Required(SectionReader parameters, string key)
    {
        var text = parameters.Text(key)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            parameters.Problem(key, "is missing", $"give the guardrail's {(key == "guardrailVersion" ? "version, as DRAFT or 1" : "id")}");
            return null;
        }

        return text;
    }

    [GeneratedRegex("^[a-z0-9-]{4,32}$")]
    private static partial Regex RegionName();
}
