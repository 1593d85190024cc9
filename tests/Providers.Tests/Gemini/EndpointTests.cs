using NSubstitute;
using Realtime.Configuration;
using Realtime.Providers.Gemini;

namespace Realtime.Providers.Tests.Gemini;

public sealed class EndpointTests
{
    [Theory]
    [InlineData(null, null, "wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent")]
    [InlineData("http://127.0.0.1:9000", null, "ws://127.0.0.1:9000/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent")]
    [InlineData("https://proxy.example/gemini/v1beta", "v1alpha", "wss://proxy.example/gemini/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContent")]
    public void The_address_holds_no_key(string? apiBase, string? version, string expected)
    {
        var deployment = Requests.Deployment with
        {
            Provider = "gemini", ProviderModel = "gemini-3.8-live", ApiBase = apiBase is null ? null : new Uri(apiBase), ApiVersion = version,
        };

        var endpoint = GeminiProvider.Endpoint(Requests.Request(deployment));

        endpoint.Uri.ToString().ShouldBe(expected);
        endpoint.Headers.ShouldBe([new("x-goog-api-key", "sk-secret")]);
    }

    [Fact]
    public void A_token_of_AI_Studio_goes_to_the_method_that_takes_it()
    {
        var endpoint = GeminiProvider.Endpoint(Requests.Request(Requests.Deployment with { ApiKey = new Secret("auth_tokens/abc") }));

        endpoint.Uri.AbsolutePath.ShouldEndWith("v1alpha.GenerativeService.BidiGenerateContentConstrained");
        endpoint.Headers.ShouldBe([new("Authorization", "Token auth_tokens/abc")]);
    }

    [Theory]
    [InlineData(1007, "API key not valid. Please pass a valid API key.", 3000, "invalid_request_error.invalid_api_key")]
    [InlineData(1008, "models/x is not found for API version v1beta, or is not supported for bidiGenerateContent.", 4000, "invalid_request_error.model_not_found")]
    [InlineData(1011, "You exceeded your current quota, please check your plan and billing details", 1011, "rate_limit_error.rate_limit_exceeded")]
    [InlineData(1011, "RESOURCE_EXHAUSTED", 1011, "rate_limit_error.rate_limit_exceeded")]
    [InlineData(1007, "Request contains an invalid argument.", 1011, "invalid_request_error.invalid_argument")]
    [InlineData(1011, "Internal error occurred.", 1011, "server_error.provider_error")]
    [InlineData(1000, "", 1000, "")]
    public void The_reason_of_a_close_tells_more_than_its_code(int code, string reason, int expectedCode, string expected)
    {
        var end = LiveEnds.Map(new UpstreamEnd(UpstreamEndKind.Closed, code, reason));

        (end.Code, end.Reason).ShouldBe((expectedCode, expected));
    }

    [Fact]
    public async Task An_end_for_want_of_quota_is_told_before_it_comes()
    {
        var inner = Substitute.For<IUpstreamConnection>();
        inner.ReadAsync(TestContext.Current.CancellationToken).ReturnsForAnyArgs(
            new UpstreamRead(default, false, true, new UpstreamEnd(UpstreamEndKind.Closed, 1011, "You exceeded your current quota")));
        var connection = new LiveConnection(inner, Substitute.For<ISetupTrust>());

        var message = await connection.ReadAsync(TestContext.Current.CancellationToken);
        var end = await connection.ReadAsync(TestContext.Current.CancellationToken);

        end.End!.Reason.ShouldBe(LiveEnds.RateLimited);
        var wire = LiveWire.Started().Client("""{"type":"response.create"}""").Server(System.Text.Encoding.UTF8.GetString(message.Payload.Span));
        wire.Types.ShouldBe(["response.created", "response.done"]);
        wire.Last("response.done")["response"]!["status_details"]!["error"]!["code"]!.ToString().ShouldBe("rate_limit_exceeded");
        LiveWire.Started().Server(System.Text.Encoding.UTF8.GetString(message.Payload.Span)).ToClient.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("API key not valid. Please pass a valid API key.", true)]
    [InlineData("Internal error occurred.", false)]
    public async Task A_deployment_that_the_service_refuses_is_known_no_more(string reason, bool isRefusal)
    {
        var inner = Substitute.For<IUpstreamConnection>();
        inner.ReadAsync(TestContext.Current.CancellationToken).ReturnsForAnyArgs(
            new UpstreamRead(default, false, true, new UpstreamEnd(UpstreamEndKind.Closed, 1007, reason)));
        var trust = new SetupTrust(TimeProvider.System).For(Requests.Deployment);
        trust.Taken();

        await new LiveConnection(inner, trust).ReadAsync(TestContext.Current.CancellationToken);

        trust.IsTrusted.ShouldBe(!isRefusal);
    }
}
