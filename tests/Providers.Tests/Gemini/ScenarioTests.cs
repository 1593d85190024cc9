using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.Gemini;

/// <summary>The service's frames of <c>Data/gemini-live-scenarios.json</c> and the events that they must become.</summary>
public sealed class ScenarioTests
{
    private static readonly JsonArray Scenarios = Load();

    // Pairs whose order among themselves is free in the OpenAI protocol.
    private static readonly (string First, string Second)[] Free =
    [
        ("conversation.item.added", "response.output_item.added"),
        ("response.output_audio.done", "response.output_audio_transcript.done"),
        ("conversation.item.done", "response.output_item.done"),
    ];

    public static TheoryData<string> Names => [.. Scenarios.Select(scenario => (string)scenario!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Frames_become_the_events_of_the_scenario(string name)
    {
        var scenario = Scenarios.Single(candidate => (string?)candidate!["name"] == name)!;
        var wire = LiveWire.Started(settings: LiveWire.Transcribing);
        foreach (var frame in (JsonArray)scenario["upstream"]!)
        {
            wire.Server(frame!.ToJsonString());
        }

        wire.Wait(1_000);

        Sorted(wire.Types).ShouldBe(Sorted([.. ((JsonArray)scenario["expect"]!).Select(type => (string)type!)]));
        Fields(wire, scenario["expectFields"] as JsonObject ?? []);
        Then(wire, scenario);
    }

    private static void Fields(LiveWire wire, JsonObject expected)
    {
        foreach (var (name, value) in expected)
        {
            switch (name)
            {
                case "response.done":
                    Matches(wire.Last("response.done")["response"]!, value!);
                    break;
                case "input transcript":
                    wire.Last("conversation.item.input_audio_transcription.completed")["transcript"]!.ToString().ShouldBe((string)value!);
                    break;
                case "output transcript":
                    wire.Last("response.output_audio_transcript.done")["transcript"]!.ToString().ShouldBe((string)value!);
                    break;
                case "item status":
                    wire.Last("response.output_item.done")["item"]!["status"]!.ToString().ShouldBe((string)value!);
                    break;
                case "output_index":
                    wire.All("response.output_item.added").Select(item => (int)item["output_index"]!)
                        .ShouldBe(((JsonArray)value!).Select(index => (int)index!));
                    break;
                case "response.done.output length":
                    ((JsonArray)wire.Last("response.done")["response"]!["output"]!).Count.ShouldBe((int)value!);
                    break;
                case "note":
                    wire.All("response.done").Count.ShouldBe(1);
                    break;
                default:
                    throw new NotSupportedException(name);
            }
        }
    }

    private static void Matches(JsonNode actual, JsonNode expected)
    {
        foreach (var (name, value) in (JsonObject)expected)
        {
            if (value is JsonObject)
            {
                Matches(actual[name].ShouldNotBeNull(name), value);
            }
            else
            {
                actual[name]!.ToJsonString().ShouldBe(value!.ToJsonString(), name);
            }
        }
    }

    private static void Then(LiveWire wire, JsonNode scenario)
    {
        if (scenario["clientThen"] is not JsonArray events)
        {
            return;
        }

        wire.ToService.Clear();
        foreach (var happened in events)
        {
            wire.Client(happened!.ToJsonString());
        }

        wire.ToService.Count.ShouldBe(((JsonArray)scenario["expectUpstream"]!).Count);
        wire.Types[^2..].ShouldBe(["conversation.item.added", "conversation.item.done"]);
    }

    private static List<string> Sorted(IReadOnlyList<string> types)
    {
        var sorted = types.ToList();
        for (var i = 1; i < sorted.Count; i++)
        {
            if (Free.Contains((sorted[i], sorted[i - 1])))
            {
                (sorted[i - 1], sorted[i]) = (sorted[i], sorted[i - 1]);
            }
        }

        return sorted;
    }

    private static JsonArray Load()
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "gemini-live-scenarios.json"));
        return (JsonArray)JsonSerializer.Deserialize<JsonObject>(stream)!["scenarios"]!;
    }
}
