using System.Globalization;
using System.Text.Json;
using Realtime.EndToEnd.Tests.Playground;
using Realtime.Simulator.Hosting;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Holds the simulator of Bedrock honest: AWS's own client talks to it as to the service.</summary>
public sealed class AwsClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Client_of_AWS_holds_whole_turns_and_is_refused_as_by_the_service()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var simulator = await SimulatorHost.StartAsync(cancellationToken: cancel);
        await NodeScript.RestoreAsync(cancel);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(Limit);
        var environment = new Dictionary<string, string> { ["BEDROCK_URL"] = simulator.BedrockAddress.GetLeftPart(UriPartial.Authority) };

        var (exitCode, output) = await ToolProcess.RunAsync("node", ["bedrock-aws.mjs"], RepositoryFolder.Clients, environment, deadline.Token);

        exitCode.ShouldBe(0, output);
        using var seen = JsonDocument.Parse(output.Split('\n').Last(line => line.StartsWith('{')));
        var root = seen.RootElement;
        var spoken = root.GetProperty("spoken");
        spoken.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null, output);
        spoken.GetProperty("heard")[0].GetString().ShouldBe("USER");
        spoken.GetProperty("heard")[1].GetString().ShouldBe("Speech of 1.2 seconds.");
        spoken.GetProperty("planned").GetString().ShouldBe("You spoke for 1.2 seconds.");
        spoken.GetProperty("audioBytes").GetInt32().ShouldBeInRange(48_000, 62_400);
        spoken.GetProperty("names").EnumerateArray().Select(name => name.GetString()!).ShouldBe(
            ["completionStart", "contentStart", "textOutput", "contentEnd", "usageEvent", "audioOutput", "completionEnd"], ignoreOrder: true);
        spoken.GetProperty("tokens").GetInt32().ShouldBePositive();
        var call = root.GetProperty("call");
        call.GetProperty("name").GetString().ShouldBe("get_weather");
        call.GetProperty("arguments").GetProperty("city").GetString().ShouldBe("Lisbon");
        call.GetProperty("answer").GetString().ShouldBe("The tool answered: 21 degrees");
        var interruption = root.GetProperty("interruption");
        interruption.GetProperty("reasons").EnumerateArray().Select(type => type.GetString()).ShouldBe(["AUDIO", "TEXT"]);
        interruption.GetProperty("marker")[0].GetProperty("interrupted").GetBoolean().ShouldBeTrue();
        interruption.GetProperty("next").GetString().ShouldBe("You spoke for 0.6 seconds.");
        ShouldBeRefused(root, "badSecret", "InvalidSignatureException", 403);
        ShouldBeRefused(root, "badKey", "UnrecognizedClientException", 403);
        ShouldBeRefused(root, "missingModel", "ResourceNotFoundException", 404);
        foreach (var mistake in new[] { "wrongRate", "wrongVoice", "secondSession", "lateHistory", "missingContentEnd", "badResult" })
        {
            ShouldBeRefused(root, mistake, "ValidationException", null);
        }

        root.GetProperty("lateHistory").GetProperty("message").GetString().ShouldBe("Chat history should be sent completely before streaming audio.");
        root.GetProperty("badResult").GetProperty("message").GetString()!.ShouldStartWith("Tool Response parsing error");
    }

    private static void ShouldBeRefused(JsonElement root, string name, string error, int? status)
    {
        var refused = root.GetProperty(name);
        refused.GetProperty("error").GetString().ShouldBe(error, name);
        if (status is { } code)
        {
            refused.GetProperty("status").GetInt32().ShouldBe(code, name.ToString(CultureInfo.InvariantCulture));
        }
    }
}
