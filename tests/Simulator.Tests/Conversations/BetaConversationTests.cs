using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Conversations;

public sealed class BetaConversationTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Path = "/openai/realtime?api-version=2025-04-01-preview&deployment=my-realtime";

    [Fact]
    public async Task Text_turn_has_beta_names_and_no_finished_items()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.UpdateAsync("""{"modalities":["text"],"temperature":0.7,"max_response_output_tokens":300}""");
        var done = (await client.AskAsync("hello there", new() { ["metadata"] = new JsonObject { ["a"] = "b" } }))["response"]!;
        await client.NextAsync("rate_limits.updated");

        client.Types.ShouldBe([
            "session.created", "session.updated", "conversation.item.created", "response.created", "response.output_item.added",
            "conversation.item.created", "response.content_part.added", "response.text.delta", "response.text.delta",
            "response.text.delta", "response.text.delta", "response.text.done", "response.content_part.done",
            "response.output_item.done", "response.done", "rate_limits.updated"]);
        done["modalities"]!.AsArray().Count.ShouldBe(1);
        ((double)done["temperature"]!).ShouldBe(0.7);
        ((int)done["max_output_tokens"]!).ShouldBe(300);
        done["metadata"]!["a"]!.ToString().ShouldBe("b");
        done["output"]![0]!["content"]![0]!["type"]!.ToString().ShouldBe("text");
        done.AsObject().ShouldNotContainKey("audio");
        client.ShouldAllBeValid(Dialect.Beta);
    }

    [Fact]
    public async Task Spoken_turn_has_beta_names_and_a_voice()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        var session = await client.UpdateAsync("""{"input_audio_format":"g711_ulaw","output_audio_format":"g711_alaw","voice":"sage","input_audio_transcription":{"model":"whisper-1"},"turn_detection":{"type":"server_vad","silence_duration_ms":300}}""");
        session["turn_detection"]!["threshold"]!.ToString().ShouldBe("0.5");
        await client.SendAudioAsync(Sound.Turn(800, Audio.AudioFormat.MuLaw));
        var done = (await client.NextAsync("response.done"))["response"]!;

        done["voice"]!.ToString().ShouldBe("sage");
        done["output_audio_format"]!.ToString().ShouldBe("g711_alaw");
        done["output"]![0]!["content"]![0]!["type"]!.ToString().ShouldBe("audio");
        client.Of("response.audio.delta").Sum(e => Convert.FromBase64String(e["delta"]!.ToString()).Length).ShouldBeInRange(6200, 6600);
        client.Of("response.audio_transcript.done")[0]["transcript"]!.ToString().ShouldBe("You spoke for 0.8 seconds.");
        client.Of("conversation.item.created")[0]["item"]!["content"]![0]!.AsObject().ShouldContainKey("transcript");
        client.ShouldAllBeValid(Dialect.Beta);
    }

    [Fact]
    public async Task Function_call_and_interruption_are_valid_in_the_beta_form()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.UpdateAsync("""{"tools":[{"type":"function","name":"f","strict":true}]}""");
        (await client.AskAsync("call f {\"x\":1}"))["response"]!["output"]![0]!["arguments"]!.ToString().ShouldBe("{\"x\":1}");
        await client.SayAsync("say 100 words");
        await client.SendAsync("response.create");
        await client.NextAsync("response.audio.delta");
        await client.SendAudioAsync(Sound.Tone(300));
        (await client.NextAsync("response.done"))["response"]!["status"]!.ToString().ShouldBe("cancelled");
        var item = client.Of("response.output_item.done")[^1]["item"]!["id"]!.ToString();
        await client.SendAsync("conversation.item.truncate", ("item_id", item), ("content_index", 0), ("audio_end_ms", 50));
        await client.NextAsync("conversation.item.truncated");
        await client.SendAsync("conversation.item.delete", ("item_id", item));
        await client.NextAsync("conversation.item.deleted");

        client.ShouldAllBeValid(Dialect.Beta);
    }

    [Fact]
    public async Task Transcription_session_has_its_own_event_names()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path + "&intent=transcription");
        await client.NextAsync("transcription_session.created");
        await client.SendAsync("transcription_session.update", ("session", JsonNode.Parse("""{"input_audio_transcription":{"model":"gpt-4o-transcribe"}}""")));
        (await client.NextAsync("transcription_session.updated"))["session"]!["input_audio_transcription"]!["model"]!.ToString().ShouldBe("gpt-4o-transcribe");
        await client.SendAudioAsync(Sound.Turn(500));
        await client.NextAsync("conversation.item.input_audio_transcription.completed");

        client.ShouldAllBeValid(Dialect.Beta);
    }

    [Theory]
    [InlineData("""{"type":"realtime"}""", "unknown_parameter", "session.type")]
    [InlineData("""{"output_modalities":["text"]}""", "unknown_parameter", "session.output_modalities")]
    [InlineData("""{"modalities":["audio"]}""", "invalid_value", "session.modalities")]
    [InlineData("""{"temperature":1.5}""", "decimal_above_max_value", "session.temperature")]
    public async Task Session_update_refuses_what_the_beta_form_does_not_know(string session, string code, string param)
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.SendAsync("session.update", ("session", JsonNode.Parse(session)));
        var error = (await client.NextAsync("error"))["error"]!;

        error["code"]!.ToString().ShouldBe(code);
        error["param"]!.ToString().ShouldBe(param);
    }

    [Fact]
    public async Task Turn_detection_none_of_the_oldest_clients_switches_it_off()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        var session = await client.UpdateAsync("""{"turn_detection":{"type":"none"}}""");

        session["turn_detection"].ShouldBeNull();
    }
}
