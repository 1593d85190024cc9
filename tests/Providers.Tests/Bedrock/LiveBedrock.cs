using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Configuration;
using Realtime.Providers.Bedrock;
using Realtime.Providers.Bedrock.Connection;
using Realtime.Providers.Bedrock.Credentials;
using Realtime.Providers.Tests.XAI;
using Realtime.Providers.WebSockets;
using Realtime.Simulator.Hosting;

namespace Realtime.Providers.Tests.Bedrock;

/// <summary>The provider against a simulator, over HTTP/2.</summary>
internal sealed class LiveBedrock : IAsyncDisposable
{
    public const string KeyId = "AKIDEXAMPLE";

    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public const string Model = "amazon.nova-2-sonic-v1:0";

    private readonly UpstreamHandlers _handlers = new();

    private LiveBedrock(SimulatorHost simulator, TimeProvider time)
    {
        Simulator = simulator;
        Provider = new BedrockProvider(
            new BedrockConnector(_handlers, new AwsCredentialSource(time, NullLogger<AwsCredentialSource>.Instance), time), new CountingIds());
    }

    public SimulatorHost Simulator { get; }

    public BedrockProvider Provider { get; }

    public static async Task<LiveBedrock> StartAsync(TimeProvider? time = null) =>
        new(await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken), time ?? TimeProvider.System);

    public static AwsOptions Keys(string secret = Secret) =>
        new() { Region = "us-east-1", AccessKeyId = new Secret(KeyId), SecretAccessKey = new Secret(secret) };

    public async Task<UpstreamConnectResult> ConnectAsync(AwsOptions? aws = null, string model = Model, Uri? endpoint = null) =>
        await Provider.ConnectAsync(
            new UpstreamRequest
            {
                Deployment = new Deployment
                {
                    Id = "d1",
                    ModelName = "sonic",
                    Provider = "bedrock",
                    ProviderModel = model,
                    Aws = (aws ?? Keys()) with { RuntimeEndpoint = endpoint ?? Simulator.BedrockAddress },
                },
                Limits = new UpstreamLimits(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)),
            },
            TestContext.Current.CancellationToken);

    /// <summary>Reads messages until one holds a text, or the end.</summary>
    public static async Task<(List<string> Messages, UpstreamEnd? End)> ReadUntilAsync(IUpstreamConnection connection, string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        var messages = new List<string>();
        while (true)
        {
            var read = await connection.ReadAsync(deadline.Token);
            if (read.End is { } end)
            {
                return (messages, end);
            }

            messages.Add(Encoding.UTF8.GetString(read.Payload.Span));
            if (messages[^1].Contains(text, StringComparison.Ordinal))
            {
                return (messages, null);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        _handlers.Dispose();
    }
}
