using Realtime.Guardrails.Tests.Support;

namespace Realtime.Guardrails.Tests.Engines;

public sealed class HideSecretsTests
{
    [Theory]
    [InlineData("the key is AKIAIOSFODNN7EXAMPLE ok", "the key is [REDACTED] ok")]
    [InlineData("use sk-proj-abcdefghijklmnopqrstuvwx", "use [REDACTED]")]
    [InlineData("postgres://me:s3cret@db/x", "postgres://me:[REDACTED]@db/x")]
    [InlineData("password = 'hunter22'", "password = '[REDACTED]'")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "[REDACTED]")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "[REDACTED]")]
    [InlineData("I forgot my password yesterday", "I forgot my password yesterday")]
    public async Task Secrets_are_hidden_and_words_are_not(string text, string expected)
    {
        var verdict = await Support.Engines.Make("guardrail: hide-secrets\nmode: pre_call").CheckAsync(text);

        (verdict.Text ?? text).ShouldBe(expected);
    }
}
