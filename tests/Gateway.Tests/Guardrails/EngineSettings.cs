using System.Security.Cryptography;
using System.Text.Json;
using Realtime.Guardrails;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>How each engine of the product is configured to judge as <see cref="EngineHost"/> does, and what it can say.</summary>
internal static class EngineSettings
{
    private static readonly string _key = MakeKey();

    /// <summary>Gets the engines: all that the product has.</summary>
    public static IReadOnlyList<string> Names => GuardrailRegistry.Names;

    /// <summary>Says whether an engine asks a service, which may be away.</summary>
    public static bool CallsService(string engine) => engine is not ("litellm_content_filter" or "hide-secrets");

    /// <summary>Says whether an engine ever masks.</summary>
    public static bool Masks(string engine) => engine is not ("openai_moderation" or "azure/prompt_shield" or "azure/text_moderations");

    /// <summary>Says whether an engine ever blocks.</summary>
    public static bool Blocks(string engine) => engine != "hide-secrets";

    /// <summary>Gets what an engine puts in the place of what it masks.</summary>
    public static string Mask(string engine) => engine switch
    {
        "hide-secrets" => "[REDACTED]",
        "lakera_v2" => "[MASKED WORD]",
        _ => EngineHost.Mask,
    };

    /// <summary>Gets the lines of <c>litellm_params</c> that an engine needs besides the common ones.</summary>
    public static IEnumerable<string> Lines(string engine, Uri host) => engine switch
    {
        "litellm_content_filter" =>
        [
            "blocked_words: [{keyword: forbidden, action: BLOCK}, {keyword: hidden, action: MASK}]", $"keyword_redaction_tag: '{EngineHost.Mask}'",
        ],
        "presidio" =>
            [$"presidio_analyzer_api_base: {host}", $"presidio_anonymizer_api_base: {host}", "pii_entities_config: {CURSE: BLOCK, WORD: MASK}"],
        "openai_moderation" => [$"api_base: {host}v1", "api_key: k"],
        "bedrock" =>
        [
            $"api_base: {host}", "guardrailIdentifier: g", "guardrailVersion: '1'", "aws_region_name: us-east-1", "aws_access_key_id: a",
            "aws_secret_access_key: b",
        ],
        "model_armor" =>
        [
            $"api_endpoint: {host}", "template_id: t", "project_id: p", "mask_request_content: true", "mask_response_content: true",
            $"credentials: '{Account(host)}'",
        ],
        "hide-secrets" => [],
        _ => [$"api_base: {host}", "api_key: k"],
    };

    private static string Account(Uri host) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account", ["project_id"] = "p", ["private_key_id"] = "k", ["private_key"] = _key,
        ["client_email"] = "a@p.iam.gserviceaccount.com", ["client_id"] = "1", ["token_uri"] = host + "token",
    });

    private static string MakeKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }
}
