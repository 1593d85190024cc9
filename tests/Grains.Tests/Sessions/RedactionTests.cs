using Realtime.Grains.Sessions;

namespace Realtime.Grains.Tests.Sessions;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("Incorrect API key provided: sk-proj-abc123DEF456.", "sk-proj")]
    [InlineData("Incorrect API key provided: sk-abcd****wxyz.", "wxyz")]
    [InlineData("secret ek_68af296e8e408191a1120ab6383263c2", "68af")]
    [InlineData("xai-1234abcd refused", "1234abcd")]
    [InlineData("Authorization: Bearer abc.def", "abc.def")]
    [InlineData("see https://contoso.openai.azure.com/openai/v1?x=1", "contoso")]
    [InlineData("wss://10.0.0.7:8080/v1/realtime", "10.0.0.7")]
    [InlineData("host contoso.openai.azure.com:443 is away", "contoso")]
    [InlineData("host upstream.svc.cluster.local is away", "upstream")]
    [InlineData("connect to 192.168.1.20:443 failed", "192.168")]
    [InlineData("connect to [fe80::1]:443 failed", "fe80")]
    [InlineData("localhost:9000 refused", "9000")]
    [InlineData("cannot read /etc/secrets/key.pem", "secrets")]
    [InlineData("token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIi", "eyJ")]
    public void Redact_takes_out_keys_hosts_and_paths(string text, string secret)
    {
        var redacted = Redaction.Redact(text);

        redacted.ShouldNotContain(secret);
        redacted.ShouldContain("[redacted]");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Your session hit the maximum duration of 60 minutes.")]
    [InlineData("invalid_request_error.invalid_api_key")]
    [InlineData("Unknown parameter: 'session.audio.input.transcription'.")]
    [InlineData("Invalid value: 'verse'. Supported values are: 'alloy', 'ash', and 'marin'.")]
    [InlineData("Item item_AbCdEf1234567890 not found; 3/4 done at 12:30.")]
    public void Redact_leaves_ordinary_words_alone(string text) => Redaction.Redact(text).ShouldBe(text);

    [Theory]
    [InlineData("invalid_api_key", "invalid_api_key")]
    [InlineData("DeploymentNotFound", "DeploymentNotFound")]
    [InlineData("sk-abc", null)]
    [InlineData("https://host", null)]
    [InlineData("401", null)]
    [InlineData("two words", null)]
    [InlineData(null, null)]
    public void SafeCode_passes_identifiers_only(string? code, string? expected) => Redaction.SafeCode(code).ShouldBe(expected);
}
