using System.Text.Json;
using Realtime.EndToEnd.Tests.Playground;
using Realtime.Simulator.Hosting;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Google's own client takes the simulated Live API for the real one, which is what the gateway's tests against it are worth.</summary>
public sealed class GoogleClientTests
{
    [Theory]
    [InlineData("aistudio")]
    [InlineData("vertex")]
    public async Task Client_of_Google_writes_speaks_calls_a_function_interrupts_and_resumes(string mode)
    {
        var cancel = TestContext.Current.CancellationToken;
        await NodeScript.RestoreAsync(cancel);
        await using var simulator = await SimulatorHost.StartAsync(cancellationToken: cancel);
        var environment = new Dictionary<string, string> { ["SIMULATOR_URL"] = simulator.BaseAddress.ToString() };

        var (exitCode, output) = await ToolProcess.RunAsync("node", ["google-genai.mjs", mode], RepositoryFolder.Clients, environment, cancel);

        exitCode.ShouldBe(0, output);
        using var seen = JsonDocument.Parse(output.Split('\n').Last(line => line.StartsWith('{')));
        var root = seen.RootElement;
        root.GetProperty("text").GetProperty("said").GetString().ShouldBe("You said: good morning");
        root.GetProperty("spoken").GetProperty("said").GetString().ShouldBe("You spoke for 1.2 seconds.");
        root.GetProperty("spoken").GetProperty("heard").GetString().ShouldBe("Speech of 1.2 seconds.");
        root.GetProperty("spoken").GetProperty("audioBytes").GetInt32().ShouldBeInRange(48_000, 62_400);
        root.GetProperty("spoken").GetProperty("total").GetInt32().ShouldBe(root.GetProperty("spoken").GetProperty("sum").GetInt32());
        root.GetProperty("call").GetProperty("args").GetProperty("city").GetString().ShouldBe("Lisbon");
        root.GetProperty("tool").GetProperty("said").GetString().ShouldBe("The tool answered: 21 degrees");
        root.GetProperty("interruption").GetProperty("interrupted").GetBoolean().ShouldBeTrue();
        root.GetProperty("resumed").GetProperty("said").GetString().ShouldBe("good morning");
        simulator.Connections.Count.ShouldBe(2);
    }
}
