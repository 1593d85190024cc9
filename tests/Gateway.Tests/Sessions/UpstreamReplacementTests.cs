using Realtime.Gateway.Tests.Running;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>Sessions whose provider's connection is broken under them, against the simulator of the providers, which remembers what was said.</summary>
public sealed class UpstreamReplacementTests(ReplacementFixture fixture) : IClassFixture<ReplacementFixture>
{
    [Fact]
    public async Task Reset_within_a_response_is_told_and_the_answer_comes_from_another_connection_that_knows_the_talk()
    {
        await using var client = await TalkingClient.StartAsync(fixture.Gateway, "voice");
        (await client.AskAsync("My name is Ada")).ShouldContain("Ada");
        await client.SayAsync("say 300 words");
        await client.SendAsync("""{"type":"response.create"}""");
        await client.UntilAsync("response.output_text.delta");

        Break("gpt-voice", "reset-after=3");

        var cut = (await client.UntilAsync("response.done"))["response"]!;
        ((string?)cut["status"]).ShouldBe("failed");
        ((string?)cut["status_details"]!["error"]!["code"]).ShouldBe("upstream_lost");
        (await client.AnswerAsync()).ShouldEndWith("word300");
        (await client.AskAsync("what did I say 2 turns ago")).ShouldBe("My name is Ada");
        client.Events.Count(message => (string?)message["type"] == "session.created").ShouldBe(1);
        client.Events.Count(message => (string?)message["type"] == "session.updated").ShouldBe(1);
        client.Events.ShouldNotContain(message => (string?)message["type"] == "error");
        var ids = client.Events.Select(message => (string?)message["event_id"]).ToArray();
        ids.Distinct().Count().ShouldBe(ids.Length);
    }

    [Fact]
    public async Task Turn_that_is_being_spoken_loses_no_sound()
    {
        await using var client = await TalkingClient.StartAsync(
            fixture.Gateway, "voice", """{"type":"realtime","output_modalities":["text"],"audio":{"input":{"turn_detection":null,"format":{"type":"audio/pcm","rate":24000}}}}""");
        var half = Convert.ToBase64String(new byte[48_000]);
        await client.SendAsync($$"""{"type":"input_audio_buffer.append","audio":"{{half}}"}""");
        await client.SayAsync("a word between");
        await client.UntilAsync("conversation.item.done");

        Break("gpt-voice", "reset-after=0");
        await client.SayAsync("this breaks it");
        await client.SendAsync($$"""{"type":"input_audio_buffer.append","audio":"{{half}}"}""");
        await client.SendAsync("""{"type":"input_audio_buffer.commit"}""");
        await client.UntilAsync("input_audio_buffer.committed");
        await client.SendAsync("""{"type":"response.create"}""");

        (await client.AnswerAsync()).ShouldBe("You spoke for 2.0 seconds.");
    }

    [Fact]
    public async Task Spoken_turn_without_a_transcript_is_remembered_as_sound()
    {
        await using var client = await TalkingClient.StartAsync(
            fixture.Gateway, "voice", """{"type":"realtime","output_modalities":["text"],"audio":{"input":{"turn_detection":null,"format":{"type":"audio/pcm","rate":24000}}}}""");
        await client.SendAsync($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(new byte[72_000])}}"}""");
        await client.SendAsync("""{"type":"input_audio_buffer.commit"}""");
        await client.SendAsync("""{"type":"response.create"}""");
        (await client.AnswerAsync()).ShouldBe("You spoke for 1.5 seconds.");

        Break("gpt-voice", "close-after=0:1011:restart");
        (await client.AskAsync("how many turns")).ShouldBe("This is turn 2.");
    }

    [Fact]
    public async Task Calls_and_their_results_go_along()
    {
        await using var client = await TalkingClient.StartAsync(
            fixture.Gateway, "voice", """{"type":"realtime","output_modalities":["text"],"tools":[{"type":"function","name":"look","parameters":{"type":"object","properties":{}}}]}""");
        await client.SayAsync("call look {}");
        await client.SendAsync("""{"type":"response.create"}""");
        var done = await client.UntilAsync("response.done");
        var call = (string)done["response"]!["output"]![0]!["call_id"]!;

        Break("gpt-voice", "drop-without-close=0");
        await client.SendAsync($$$"""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"{{{call}}}","output":"sunny"}}""");
        await client.SendAsync("""{"type":"response.create"}""");

        (await client.AnswerAsync()).ShouldBe("The tool answered: sunny");
    }

    [Fact]
    public async Task Session_goes_from_openai_to_gemini_with_what_was_said()
    {
        await using var client = await TalkingClient.StartAsync(fixture.Gateway, "from-openai", """{"type":"realtime"}""");
        await client.AskAsync("My name is Ada");
        fixture.Simulator.Faults.Add(Plan("refuse=503"), count: 8, model: "gpt-from");

        Break("gpt-from", "reset-after=0");
        var answer = await client.AskAsync("what did I say 1 turn ago");

        answer.ShouldBe("My name is Ada");
        Connections(fixture.Simulator, "gemini-live-to").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Session_goes_from_gemini_to_the_beta_form_with_what_was_said()
    {
        await using var client = await TalkingClient.StartAsync(fixture.Gateway, "from-gemini", """{"type":"realtime"}""");
        await client.AskAsync("My name is Ada");
        fixture.Simulator.Faults.Add(Plan("refuse=503"), count: 1, provider: "gemini");

        Break("gemini-live-from", "reset-after=0");
        var answer = await client.AskAsync("what did I say 1 turn ago");

        answer.ShouldBe("My name is Ada");
        Connections(fixture.Simulator, "gpt-to").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Connections_that_live_for_four_seconds_make_one_session()
    {
        await using var client = await TalkingClient.StartAsync(fixture.Gateway, "renewed");
        for (var turn = 1; turn <= 3; turn++)
        {
            (await client.AskAsync("how many turns")).ShouldBe($"This is turn {turn}.");
            var count = turn;
            await Eventually.TrueAsync(() => Connections(fixture.Simulator, "gpt-renewed").Count > count);
        }

        client.Events.Count(message => (string?)message["type"] == "session.created").ShouldBe(1);
        client.Events.Where(message => (string?)message["type"] == "response.done").ShouldAllBe(done => (string?)done["response"]!["status"] == "completed");
        client.Events.ShouldNotContain(message => (string?)message["type"] == "error");
    }

    [Fact]
    public async Task End_of_a_providers_session_is_not_the_clients()
    {
        await using var client = await TalkingClient.StartAsync(fixture.Gateway, "expiring");
        await client.AskAsync("My name is Ada");
        await Eventually.TrueAsync(() => Connections(fixture.ShortLived, "gpt-expiring").Count > 1);

        (await client.AskAsync("what did I say 1 turn ago")).ShouldBe("My name is Ada");

        client.Events.ShouldNotContain(message => (string?)message["type"] == "error");
    }

    [Fact]
    public async Task Session_that_shall_close_with_its_upstream_gets_an_error_and_1011_or_the_providers_code()
    {
        await using var reset = await TalkingClient.StartAsync(fixture.Gateway, "closing");
        Break("gpt-closing", "reset-after=0");
        await reset.SayAsync("hello");
        ((string?)(await reset.UntilAsync("error"))["error"]!["code"]).ShouldBe("upstream_lost");
        (await reset.CloseAsync()).CloseCode.ShouldBe(1011);

        await using var closed = await TalkingClient.StartAsync(fixture.Gateway, "closing");
        Break("gpt-closing", "close-after=0:4007:over");
        await closed.SayAsync("hello");
        var close = await closed.CloseAsync();
        (close.CloseCode, close.CloseReason).ShouldBe((4007, "over"));
    }

    private static FaultPlan Plan(string fault)
    {
        FaultPlan.TryParse(fault, out var plan).ShouldBeTrue();
        return plan;
    }

    private static List<SimulatedConnection> Connections(SimulatorHost simulator, string model) =>
        [.. simulator.Connections.Where(connection => connection.Model == model)];

    private void Break(string model, string fault)
    {
        foreach (var connection in Connections(fixture.Simulator, model).Where(connection => !connection.IsOver))
        {
            connection.Apply(Plan(fault));
        }
    }
}
