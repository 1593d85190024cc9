using System.ClientModel;
using System.Text.Json;
using OpenAI;
using OpenAI.RealtimeConversation;

namespace Realtime.DotNetClients.Beta;

/// <summary>Holds a conversation with the model <c>args[1]</c> of the gateway <c>args[0]</c> and prints what it saw as one line of JSON.</summary>
internal static class Program
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    public static async Task Main(string[] args)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        var credential = new ApiKeyCredential(Environment.GetEnvironmentVariable("GATEWAY_KEY")!);
        var options = new OpenAIClientOptions { Endpoint = new Uri(new Uri(args[0]), "v1") };
        var client = new RealtimeConversationClient(args[1], credential, options);
        using var session = await client.StartConversationSessionAsync(limit.Token);
        var seen = await new BetaConversation(session).HoldAsync(limit.Token);
        Console.WriteLine(JsonSerializer.Serialize(seen));
    }
}
