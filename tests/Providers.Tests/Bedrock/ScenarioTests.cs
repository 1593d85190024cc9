using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.Bedrock;

/// <summary>The scenarios of the protocol's document, event by event.</summary>
public sealed class ScenarioTests
{
    private static readonly JsonElement Document = Load();

    public static IEnumerable<TheoryDataRow<string>> Names => Document.GetProperty("scenarios").EnumerateArray()
        .Where(scenario => scenario.TryGetProperty("upstream", out _))
        .Select(scenario => new TheoryDataRow<string>(scenario.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Names))]
    public void Events_of_the_service_become_OpenAIs_in_their_order(string name)
    {
        var scenario = Document.GetProperty("scenarios").EnumerateArray().First(entry => entry.GetProperty("name").GetString() == name);
        var wire = NovaWire.Begun();

        var events = wire.Nova(scenario.GetProperty("upstream").EnumerateArray().Select(entry => entry.GetRawText()));
        events = [.. events, .. wire.After(200)];

        events.Types().ShouldBe(scenario.GetProperty("expect").EnumerateArray().Select(type => type.GetString()!));
        string.Concat(events.Select(entry => entry.ToJsonString())).ShouldNotContain("interrupted");
        ShouldHave(events, JsonNode.Parse(scenario.GetProperty("expectFields").GetRawText())!.AsObject());
        ShouldHaveOneIdEach(events);
    }

    [Fact]
    public void Client_sequence_of_the_document_is_what_goes_up()
    {
        var wire = new NovaWire();
        wire.Open();
        wire.Client("""
            {"type":"session.update","session":{"type":"realtime","instructions":"Be brief.","max_output_tokens":1024,
             "tools":[{"type":"function","name":"get_time","description":"time in a city",
              "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}]}}
            """);
        wire.Client("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}}""");
        wire.Client("""{"type":"conversation.item.create","item":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]}}""");
        wire.After(1000);
        wire.Nova(NovaScript.Call("tu1", "get_time", "{}"));
        wire.After(200);
        wire.Client("""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"tu1","output":"{\"time\":\"12:00\"}"}}""");
        wire.Client("""{"type":"response.create"}""");

        var sent = wire.TakeProvider();

        // The document's sequence ends with the stream, and has one piece of audio where a stream has many.
        var expected = Document.GetProperty("clientSequence").EnumerateArray().Select(entry => JsonNode.Parse(entry.GetRawText())!.AsObject())
            .SkipLast(3).ToArray();
        var audio = 0;
        sent = [.. sent.Where(entry => NovaWire.Name(entry) != "audioInput" || audio++ == 0)];
        sent.Select(NovaWire.Name).ShouldBe(expected.Select(NovaWire.Name));
        foreach (var (actual, wanted) in sent.Zip(expected).Where(pair => NovaWire.Name(pair.First) != "audioInput"))
        {
            JsonNode.DeepEquals(Nameless(actual), Nameless(wanted)).ShouldBeTrue($"{actual.ToJsonString()} is not {wanted.ToJsonString()}");
        }
    }

    [Fact]
    public void Transient_failure_in_disguise_is_renewed_and_not_told()
    {
        var failure = Document.GetProperty("scenarios").EnumerateArray().First(entry => entry.TryGetProperty("upstreamException", out _))
            .GetProperty("upstreamException");
        var wire = NovaWire.Begun();

        wire.Nova(NovaScript.Exception(failure.GetProperty("type").GetString()!, failure.GetProperty("message").GetString()!)).ShouldBeEmpty();

        wire.Renewals.ShouldHaveSingleItem();
        wire.Open(
            history: ["""{"type":"conversation.item.create","item":{"id":"i1","type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}}""",
                """{"type":"conversation.item.create","item":{"id":"i2","type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]}}"""],
            isReplacement: true);
        wire.After(1000);
        var names = wire.TakeProvider().Select(NovaWire.Name).ToArray();
        names[..^1].ShouldBe(
        [
            "sessionStart", "promptStart", "contentStart", "textInput", "contentEnd", "contentStart", "textInput", "contentEnd",
            "contentStart", "textInput", "contentEnd", "contentStart",
        ]);
        names[^1].ShouldBe("audioInput");
    }

    private static JsonObject Nameless(JsonObject entry)
    {
        var copy = entry.DeepClone().AsObject();
        var fields = NovaWire.Fields(copy);
        fields.Remove("promptName");
        fields.Remove("contentName");
        Sort(copy);
        return copy;
    }

    // "matthew" and a rate of 16 kHz are the document's; the order of members is nobody's.
    private static void Sort(JsonObject entry)
    {
        foreach (var (name, value) in entry.OrderBy(member => member.Key, StringComparer.Ordinal).ToArray())
        {
            entry.Remove(name);
            entry[name] = value;
            if (value is JsonObject inner)
            {
                Sort(inner);
            }
        }
    }

    private static void ShouldHave(JsonObject[] events, JsonObject fields)
    {
        if (fields["output transcript"]?.GetValue<string>() is { } transcript)
        {
            string.Concat(events.Where(entry => entry.Said("type") == "response.output_audio_transcript.delta").Select(entry => entry.Said("delta"))).ShouldBe(transcript);
            events.One("response.output_audio_transcript.done").Said("transcript").ShouldBe(transcript);
        }

        foreach (var (name, value) in fields["response.done"]?.AsObject() ?? [])
        {
            ShouldContain(events.One("response.done").At("response." + name), value!);
        }

        foreach (var name in new[] { "call_id", "arguments" })
        {
            if (fields[name]?.GetValue<string>() is { } text)
            {
                events.One("response.function_call_arguments.done").Said(name).ShouldBe(text);
                events.One("response.done").Said("response.output.0." + name).ShouldBe(text);
            }
        }
    }

    private static void ShouldContain(JsonNode actual, JsonNode expected)
    {
        if (expected is not JsonObject members)
        {
            JsonNode.DeepEquals(actual, expected).ShouldBeTrue($"{actual.ToJsonString()} is not {expected.ToJsonString()}");
            return;
        }

        foreach (var (name, value) in members)
        {
            ShouldContain(actual[name]!, value!);
        }
    }

    private static void ShouldHaveOneIdEach(JsonObject[] events)
    {
        events.Select(entry => entry.Said("event_id")).ShouldBeUnique();
        events.Select(entry => entry["response_id"]?.GetValue<string>() ?? entry["response"]?["id"]?.GetValue<string>()).OfType<string>().Distinct().Count().ShouldBe(1);
    }

    private static JsonElement Load()
    {
        using var stream = typeof(ScenarioTests).Assembly.GetManifestResourceStream("nova-sonic-scenarios.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
