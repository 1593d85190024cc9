using System.Text;
using Realtime.Simulator.Faults;

namespace Realtime.Providers.Tests.Bedrock;

public sealed class ConnectionTests
{
    private static readonly string[] Turn =
    [
        """{"event":{"sessionStart":{"inferenceConfiguration":{"maxTokens":1024}}}}""",
        """{"event":{"promptStart":{"promptName":"p","audioOutputConfiguration":{"mediaType":"audio/lpcm","sampleRateHertz":24000,"sampleSizeBits":16,"channelCount":1,"voiceId":"matthew","encoding":"base64"}}}}""",
        """{"event":{"contentStart":{"promptName":"p","contentName":"s","type":"TEXT","interactive":false,"role":"SYSTEM"}}}""",
        """{"event":{"textInput":{"promptName":"p","contentName":"s","content":"Be brief."}}}""",
        """{"event":{"contentEnd":{"promptName":"p","contentName":"s"}}}""",
        """{"event":{"contentStart":{"promptName":"p","contentName":"m","type":"AUDIO","interactive":true,"role":"USER","audioInputConfiguration":{"mediaType":"audio/lpcm","sampleRateHertz":16000,"sampleSizeBits":16,"channelCount":1,"encoding":"base64"}}}}""",
        """{"event":{"audioInput":{"promptName":"p","contentName":"m","content":"AAAA"}}}""",
        """{"event":{"contentStart":{"promptName":"p","contentName":"t","type":"TEXT","interactive":true,"role":"USER"}}}""",
        """{"event":{"textInput":{"promptName":"p","contentName":"t","content":"hello"}}}""",
        """{"event":{"contentEnd":{"promptName":"p","contentName":"t"}}}""",
    ];

    [Fact]
    public async Task Turn_goes_over_signed_events_and_the_end_is_told_in_good_order()
    {
        await using var live = await LiveBedrock.StartAsync();
        var connection = (await live.ConnectAsync()).Connection.ShouldNotBeNull();
        foreach (var json in Turn)
        {
            connection.Enqueue(Encoding.UTF8.GetBytes(json), binary: false);
        }

        (await connection.FlushAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        var (messages, end) = await LiveBedrock.ReadUntilAsync(connection, "completionEnd");
        end.ShouldBeNull();
        messages.ShouldContain(message => message.Contains("You said: hello"));

        var reading = LiveBedrock.ReadUntilAsync(connection, "never");
        await connection.CloseAsync(1000, "", TestContext.Current.CancellationToken);

        (await reading).End.ShouldNotBeNull().Kind.ShouldBe(UpstreamEndKind.Local);
        var seen = live.Simulator.Connections.ShouldHaveSingleItem();
        seen.Received.Select(received => received.Type).TakeLast(3).ShouldBe(["contentEnd", "promptEnd", "sessionEnd"]);
        seen.Sent.Keys.ShouldNotContain("validationException");
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Endpoint_that_speaks_no_HTTP2_is_a_refusal_each_time_it_is_tried()
    {
        await using var live = await LiveBedrock.StartAsync();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            var result = await live.ConnectAsync(endpoint: live.Simulator.BaseAddress);
            result.Connection.ShouldBeNull();
            result.Refusal.ShouldNotBeNull().Kind.ShouldBe(UpstreamRefusalKind.Unreachable);
        }
    }

    [Fact]
    public async Task Temporary_credentials_are_signed_with_their_token()
    {
        await using var live = await LiveBedrock.StartAsync();

        var connection = (await live.ConnectAsync(LiveBedrock.Keys() with { SessionToken = new("SESSIONTOKEN") })).Connection.ShouldNotBeNull();

        live.Simulator.Connections[0].Headers.Keys.ShouldContain("x-amz-security-token");
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData("wrong", LiveBedrock.Model, 403, "invalidSignatureException")]
    [InlineData(LiveBedrock.Secret, "missing.nova-sonic", 404, "resourceNotFoundException")]
    [InlineData(LiveBedrock.Secret, "amazon.titan", 400, "validationException")]
    public async Task Refusal_is_told_without_secret_or_address(string secret, string model, int status, string code)
    {
        await using var live = await LiveBedrock.StartAsync();

        var refusal = (await live.ConnectAsync(LiveBedrock.Keys(secret), model)).Refusal.ShouldNotBeNull();

        refusal.Kind.ShouldBe(UpstreamRefusalKind.Refused);
        refusal.Status.ShouldBe(status);
        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldNotContain("127.0.0.1");
        refusal.Message.ShouldNotContain(LiveBedrock.KeyId);
    }

    [Fact]
    public async Task Throttled_connection_says_when_to_come_again()
    {
        await using var live = await LiveBedrock.StartAsync();
        live.Simulator.Faults.Add(new FaultPlan { RefuseStatus = 429, RetryAfterSeconds = 7 }, provider: "bedrock");

        var refusal = (await live.ConnectAsync()).Refusal.ShouldNotBeNull();

        refusal.Status.ShouldBe(429);
        refusal.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Service_that_cannot_be_reached_is_a_value()
    {
        await using var live = await LiveBedrock.StartAsync();

        var refusal = (await live.ConnectAsync(endpoint: new Uri("http://127.0.0.1:1"))).Refusal.ShouldNotBeNull();

        refusal.Kind.ShouldBe(UpstreamRefusalKind.Unreachable);
        refusal.Message.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task Exception_is_a_message_and_the_end_follows_it()
    {
        await using var live = await LiveBedrock.StartAsync();
        var connection = (await live.ConnectAsync()).Connection.ShouldNotBeNull();
        live.Simulator.Connections[0].Apply(new FaultPlan { Exception = "throttlingException" });

        var (messages, end) = await LiveBedrock.ReadUntilAsync(connection, "never");

        messages.ShouldBe(["""{"exception":{"type":"throttlingException","message":"Too many requests."}}"""]);
        end.ShouldNotBeNull().Kind.ShouldBe(UpstreamEndKind.Lost);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Stream_that_breaks_is_lost()
    {
        await using var live = await LiveBedrock.StartAsync();
        var connection = (await live.ConnectAsync()).Connection.ShouldNotBeNull();
        live.Simulator.Connections[0].Apply(new FaultPlan { ResetAfter = 0 });

        var (_, end) = await LiveBedrock.ReadUntilAsync(connection, "never");

        end.ShouldNotBeNull().Kind.ShouldBe(UpstreamEndKind.Lost);
        await connection.DisposeAsync();
    }

    // The client of HTTP calls such a write off by itself, as if its caller had wished for that.
    [Fact]
    public async Task Stream_that_ends_while_it_is_written_to_is_lost_and_the_write_says_so()
    {
        await using var live = await LiveBedrock.StartAsync();
        await using var service = await DeafService.StartAsync();
        var connection = (await live.ConnectAsync(endpoint: service.Address)).Connection.ShouldNotBeNull();
        var text = Encoding.UTF8.GetBytes("""{"event":{"textInput":{"promptName":"p","contentName":"s","content":"TEXT"}}}""".Replace("TEXT", new string('a', 64 * 1024), StringComparison.Ordinal));
        for (var sent = 0; sent < 64; sent++)
        {
            connection.Enqueue(text, binary: false);
        }

        var flush = connection.FlushAsync(TestContext.Current.CancellationToken).AsTask();
        flush.IsCompleted.ShouldBeFalse("more is written than a stream takes that nobody reads");
        service.End();

        (await flush).ShouldBeFalse();
        (await LiveBedrock.ReadUntilAsync(connection, "never")).End.ShouldNotBeNull().Kind.ShouldBe(UpstreamEndKind.Lost);
        await connection.DisposeAsync();
    }
}
