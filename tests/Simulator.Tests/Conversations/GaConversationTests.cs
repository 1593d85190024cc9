using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Conversations;

public sealed class GaConversationTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string TextOnly = """{"type":"realtime","output_modalities":["text"]}""";

    [Fact]
    public async Task Text_turn_has_the_published_order_of_events()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync(TextOnly);
        await client.AskAsync("hello there");
        await client.NextAsync("rate_limits.updated");

        client.Types.ShouldBe([
            "session.created", "session.updated", "conversation.item.added", "conversation.item.done", "response.created",
            "response.output_item.added", "conversation.item.added", "response.content_part.added",
            "response.output_text.delta", "response.output_text.delta", "response.output_text.delta", "response.output_text.delta",
            "response.output_text.done", "response.content_part.done", "conversation.item.done", "response.output_item.done",
            "response.done", "rate_limits.updated"]);
        client.Of("response.output_text.done")[0]["text"]!.ToString().ShouldBe("You said: hello there");
        string.Concat(client.Of("response.output_text.delta").Select(e => e["delta"])).ShouldBe("You said: hello there");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Theory]
    [InlineData("audio/pcm", 24000)]
    [InlineData("audio/pcmu", 8000)]
    [InlineData("audio/pcma", 8000)]
    public async Task Spoken_turn_is_found_and_said_back_in_the_same_sound(string type, int rate)
    {
        var format = type switch { "audio/pcmu" => AudioFormat.MuLaw, "audio/pcma" => AudioFormat.ALaw, _ => AudioFormat.Pcm24 };
        await using var client = await ConnectAsync();
        var written = $$"""{"type":"{{type}}"{{(rate == 24000 ? ",\"rate\":24000" : "")}}}""";
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"format":FORMAT,"transcription":{"model":"gpt-4o-transcribe"}},"output":{"format":FORMAT}}}""".Replace("FORMAT", written, StringComparison.Ordinal));
        await client.SendAudioAsync(Sound.Turn(1800, format));
        var done = await client.NextAsync("response.done");

        var started = client.Of("input_audio_buffer.speech_started")[0];
        ((int)started["audio_start_ms"]!).ShouldBeInRange(180, 220);
        ((int)client.Of("input_audio_buffer.speech_stopped")[0]["audio_end_ms"]!).ShouldBeInRange(2480, 2560);
        client.Of("input_audio_buffer.committed")[0]["item_id"]!.ToString().ShouldBe(started["item_id"]!.ToString());
        done["response"]!["output"]![0]!["content"]![0]!["transcript"]!.ToString().ShouldBe("You spoke for 1.8 seconds.");
        var audio = client.Of("response.output_audio.delta").SelectMany(e => Convert.FromBase64String(e["delta"]!.ToString())).ToArray();
        AudioClip.Decode(audio, format).DurationMs.ShouldBe(1800, 45);
        Vad.SpeechDetector.SpeechProbability(AudioClip.Decode(audio, format).Samples).ShouldBeGreaterThan(0.99);
        await Eventually.HoldsAsync(() => client.Of("conversation.item.input_audio_transcription.completed").Count == 1);
        client.Of("conversation.item.input_audio_transcription.completed")[0]["transcript"]!.ToString().ShouldBe("Speech of 1.8 seconds.");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Two_spoken_turns_in_one_append_become_two_items()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false}}}}""");
        await client.SendAudioAsync([.. Sound.Turn(600), .. Sound.Turn(900)]);
        await client.NextAsync("input_audio_buffer.committed");
        await client.NextAsync("input_audio_buffer.committed");

        client.Types.Where(type => type.StartsWith("input_audio_buffer", StringComparison.Ordinal)).ShouldBe([
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
            "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed"]);
        client.Types.ShouldNotContain("response.created");
    }

    [Fact]
    public async Task Semantic_detection_waits_longer_than_the_pause_that_ends_a_server_turn()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"low","create_response":false}}}}""");
        await client.SendAudioAsync([.. Sound.Tone(500), .. Sound.Silence(1500), .. Sound.Tone(500), .. Sound.Silence(2500)]);
        await client.NextAsync("input_audio_buffer.committed");

        client.Of("input_audio_buffer.speech_started").Count.ShouldBe(1);
        ((int)client.Of("input_audio_buffer.speech_stopped")[0]["audio_end_ms"]!).ShouldBeGreaterThan(4400);
    }

    [Fact]
    public async Task Manual_turn_needs_100_ms_and_answers_when_asked()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"turn_detection":null}}}""");
        await client.SendAudioAsync(Sound.Tone(90));
        await client.SendAsync("input_audio_buffer.commit", ("event_id", "c1"));
        var error = await client.NextAsync("error");
        error["error"]!["code"]!.ToString().ShouldBe("input_audio_buffer_commit_empty");
        error["error"]!["event_id"]!.ToString().ShouldBe("c1");

        await client.SendAudioAsync(Sound.Tone(910));
        await client.SendAsync("input_audio_buffer.commit");
        var item = (await client.NextAsync("conversation.item.done"))["item"]!["id"]!.ToString();
        await client.SendAsync("response.create");
        (await client.NextAsync("response.output_audio_transcript.done"))["transcript"]!.ToString().ShouldBe("You spoke for 1.0 seconds.");
        await client.SendAsync("conversation.item.retrieve", ("item_id", item));
        var retrieved = await client.NextAsync("conversation.item.retrieved");
        Convert.FromBase64String(retrieved["item"]!["content"]![0]!["audio"]!.ToString()).Length.ShouldBe(48000);
        await client.SendAsync("input_audio_buffer.clear");
        await client.NextAsync("input_audio_buffer.cleared");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Transcript_is_for_the_client_and_the_answer_is_the_same_whether_it_came_before_or_after()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"turn_detection":null,"transcription":{"model":"whisper-1"}}}}""");
        await client.SendAudioAsync(Sound.Tone(1000));
        await client.SendAsync("input_audio_buffer.commit");
        var transcribed = await client.NextAsync("conversation.item.input_audio_transcription.completed");
        transcribed["transcript"]!.ToString().ShouldBe("Speech of 1.0 seconds.");

        await client.SendAsync("response.create");

        (await client.NextAsync("response.output_audio_transcript.done"))["transcript"]!.ToString().ShouldBe("You spoke for 1.0 seconds.");
        await client.SendAsync("conversation.item.retrieve", ("item_id", transcribed["item_id"]!.ToString()));
        (await client.NextAsync("conversation.item.retrieved"))["item"]!["content"]![0]!["transcript"]!.ToString().ShouldBe("Speech of 1.0 seconds.");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Speech_interrupts_the_answer_and_the_client_truncates_what_was_not_heard()
    {
        await using var client = await ConnectAsync();
        await client.SayAsync("say 200 words");
        await client.SendAsync("response.create");
        await client.NextAsync("response.output_audio.delta");
        await client.NextAsync("response.output_audio.delta");
        await client.SendAudioAsync(Sound.Tone(400));
        var done = await client.NextAsync("response.done");

        done["response"]!["status"]!.ToString().ShouldBe("cancelled");
        done["response"]!["status_details"]!["reason"]!.ToString().ShouldBe("turn_detected");
        ((int)done["response"]!["usage"]!["output_tokens"]!).ShouldBeGreaterThan(0);
        var types = client.Types.SkipWhile(type => type != "input_audio_buffer.speech_started").ToArray();
        types[..6].ShouldBe([
            "input_audio_buffer.speech_started", "response.output_audio.done", "response.output_audio_transcript.done",
            "response.content_part.done", "conversation.item.done", "response.output_item.done"]);
        var item = client.Of("response.output_item.done")[0]["item"]!;
        item["status"]!.ToString().ShouldBe("incomplete");

        var id = item["id"]!.ToString();
        await client.SendAsync("conversation.item.truncate", ("item_id", id), ("content_index", 0), ("audio_end_ms", 10_000_000));
        (await client.NextAsync("error"))["error"]!["param"]!.ToString().ShouldBe("audio_end_ms");
        await client.SendAsync("conversation.item.truncate", ("item_id", id), ("content_index", 0), ("audio_end_ms", 120));
        await client.NextAsync("conversation.item.truncated");
        await client.SendAsync("conversation.item.retrieve", ("item_id", id));
        var part = (await client.NextAsync("conversation.item.retrieved"))["item"]!["content"]![0]!;
        Convert.FromBase64String(part["audio"]!.ToString()).Length.ShouldBe(120 * 48);
        part["transcript"].ShouldBeNull();
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Function_calls_come_with_their_arguments_and_the_answer_names_their_outputs()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","output_modalities":["text"],"tools":[{"type":"function","name":"weather","parameters":{"type":"object"}},{"type":"function","name":"clock"}]}""");
        var done = await client.AskAsync("""call weather {"city":"Oslo then Bergen","days":[1,2]} then clock {}""");

        var output = done["response"]!["output"]!.AsArray();
        output.Select(item => item!["name"]!.ToString()).ShouldBe(["weather", "clock"]);
        output[0]!["arguments"]!.ToString().ShouldBe("""{"city":"Oslo then Bergen","days":[1,2]}""");
        client.Of("response.output_item.added").Select(e => (int)e["output_index"]!).ShouldBe([0, 1]);
        client.Of("response.function_call_arguments.done")[0]["name"]!.ToString().ShouldBe("weather");
        foreach (var call in output)
        {
            await client.SendAsync("conversation.item.create", ("item", new JsonObject { ["type"] = "function_call_output", ["call_id"] = call!["call_id"]!.ToString(), ["output"] = call["name"] + " is fine" }));
        }

        await client.SendAsync("response.create");
        (await client.NextAsync("response.output_text.done"))["text"]!.ToString().ShouldBe("The tool answered: weather is fine and clock is fine");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Required_tool_choice_calls_the_tool_whatever_the_user_said()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","tools":[{"type":"function","name":"save","parameters":{"type":"object","required":["note","count"],"properties":{"note":{"type":"string"},"count":{"type":"integer"}}}}],"tool_choice":"required"}""");
        var done = await client.AskAsync("remember this");

        done["response"]!["output"]![0]!["arguments"]!.ToString().ShouldBe("""{"note":"remember this","count":1}""");
    }

    [Fact]
    public async Task Cancel_ends_the_answer_and_a_second_cancel_finds_nothing()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync(TextOnly);
        await client.SayAsync("say 5000 words");
        await client.SendAsync("response.create");
        await client.NextAsync("response.output_text.delta");
        await client.SendAsync("response.create", ("event_id", "again"));
        var busy = await client.NextAsync("error");
        busy["error"]!["code"]!.ToString().ShouldBe("conversation_already_has_active_response");
        busy["error"]!["event_id"]!.ToString().ShouldBe("again");
        await client.SendAsync("response.cancel");
        var done = await client.NextAsync("response.done");
        done["response"]!["status_details"]!["reason"]!.ToString().ShouldBe("client_cancelled");
        await client.SendAsync("response.cancel");
        (await client.NextAsync("error"))["error"]!["code"]!.ToString().ShouldBe("response_cancel_not_active");
        client.Of("response.done").Count.ShouldBe(1);
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Out_of_band_response_answers_its_own_input_beside_the_conversation()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync(TextOnly);
        await client.SayAsync("the first thing", "item_one");
        await client.NextAsync("conversation.item.done");
        var seen = client.All.Count;
        await client.SendAsync("response.create", ("response", JsonNode.Parse("""
            {"conversation":"none","metadata":{"topic":"x"},"input":[{"type":"item_reference","id":"item_one"},{"type":"message","role":"user","content":[{"type":"input_text","text":"repeat turn 1"}]}]}
            """)));
        var done = await client.NextAsync("response.done");

        done["response"]!["metadata"]!["topic"]!.ToString().ShouldBe("x");
        done["response"]!["conversation_id"].ShouldBeNull();
        done["response"]!["output"]![0]!["content"]![0]!["text"]!.ToString().ShouldBe("the first thing");
        client.Types.Skip(seen).ShouldNotContain(type => type.StartsWith("conversation.item", StringComparison.Ordinal));
        (await client.AskAsync("how many turns"))["response"]!["output"]![0]!["content"]![0]!["text"]!.ToString().ShouldBe("This is turn 2.");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Token_limit_leaves_the_answer_incomplete()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync(TextOnly);
        var done = await client.AskAsync("say 50 words", new() { ["max_output_tokens"] = 10 });

        done["response"]!["status"]!.ToString().ShouldBe("incomplete");
        done["response"]!["status_details"]!["reason"]!.ToString().ShouldBe("max_output_tokens");
        ((int)done["response"]!["usage"]!["output_tokens"]!).ShouldBeInRange(10, 12);
        done["response"]!["output"]![0]!["status"]!.ToString().ShouldBe("incomplete");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Usage_adds_up_and_repeated_context_is_cached()
    {
        await using var client = await ConnectAsync();
        var first = (await client.AskAsync("say 60 words"))["response"]!["usage"]!;
        var second = (await client.AskAsync("and now something else"))["response"]!["usage"]!;

        foreach (var usage in (JsonNode[])[first, second])
        {
            var input = usage["input_token_details"]!;
            var cached = input["cached_tokens_details"]!;
            ((int)usage["total_tokens"]!).ShouldBe((int)usage["input_tokens"]! + (int)usage["output_tokens"]!);
            ((int)usage["input_tokens"]!).ShouldBe((int)input["text_tokens"]! + (int)input["audio_tokens"]! + (int)input["image_tokens"]!);
            ((int)usage["output_tokens"]!).ShouldBe((int)usage["output_token_details"]!["text_tokens"]! + (int)usage["output_token_details"]!["audio_tokens"]!);
            ((int)input["cached_tokens"]!).ShouldBe((int)cached["text_tokens"]! + (int)cached["audio_tokens"]!);
        }

        ((int)first["input_token_details"]!["cached_tokens"]!).ShouldBe(0);
        ((int)first["output_token_details"]!["audio_tokens"]!).ShouldBeGreaterThan(100);
        ((int)second["input_token_details"]!["audio_tokens"]!).ShouldBe((int)first["output_token_details"]!["audio_tokens"]!);
        var third = (await client.AskAsync("more"))["response"]!["usage"]!;
        ((int)third["input_token_details"]!["cached_tokens_details"]!["audio_tokens"]!).ShouldBeGreaterThan(0);
        ((int)third["input_token_details"]!["cached_tokens"]!).ShouldBeLessThan((int)third["input_tokens"]!);
        simulator.Host.Connections[^1].Usage.Responses.ShouldBe(3);
    }

    [Fact]
    public async Task Idle_time_out_speaks_again_when_nobody_answers()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","output_modalities":["text"],"audio":{"input":{"turn_detection":{"type":"server_vad","idle_timeout_ms":5000}}}}""");
        await client.AskAsync("hi");
        await client.SendAudioAsync(Sound.Silence(5200));
        var timeout = await client.NextAsync("input_audio_buffer.timeout_triggered");
        var committed = await client.NextAsync("input_audio_buffer.committed");
        await client.NextAsync("response.done");

        committed["item_id"]!.ToString().ShouldBe(timeout["item_id"]!.ToString());
        client.Types.ShouldNotContain("input_audio_buffer.speech_started");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Spoken_text_is_understood_through_g711()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcmu"},"transcription":{"model":"whisper-1"}}}}""");
        var spoken = AudioClip.Decode(SpokenText.Speak("repeat turn 1"), AudioFormat.Pcm24).Encode(AudioFormat.MuLaw);
        await client.SayAsync("the answer is 42");
        await client.SendAudioAsync([.. Enumerable.Repeat((byte)0xFF, 4000), .. spoken, .. Enumerable.Repeat((byte)0xFF, 8000)]);
        var done = await client.NextAsync("response.done");

        done["response"]!["output"]![0]!["content"]![0]!["transcript"]!.ToString().ShouldBe("the answer is 42");
        await Eventually.HoldsAsync(() => client.Of("conversation.item.input_audio_transcription.completed").Count == 1);
        var transcription = client.Of("conversation.item.input_audio_transcription.completed")[0];
        transcription["transcript"]!.ToString().ShouldBe("repeat turn 1");
        transcription["usage"]!["type"]!.ToString().ShouldBe("duration");
        client.Of("conversation.item.input_audio_transcription.delta").Count.ShouldBe(1);
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Transcription_session_transcribes_and_never_answers()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, "/v1/realtime?intent=transcription");
        var session = await client.UpdateAsync("""{"type":"transcription","audio":{"input":{"transcription":{"model":"gpt-4o-transcribe"}}},"include":["item.input_audio_transcription.logprobs"]}""");
        session["object"]!.ToString().ShouldBe("realtime.transcription_session");
        await client.SendAudioAsync(Sound.Turn(700));
        (await client.NextAsync("conversation.item.input_audio_transcription.completed"))["transcript"]!.ToString().ShouldBe("Speech of 0.7 seconds.");
        await client.SendAsync("response.create");
        (await client.NextAsync("error"))["error"]!["code"]!.ToString().ShouldBe("invalid_value");

        client.Types.ShouldNotContain("response.created");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    private Task<TestClient> ConnectAsync() => TestClient.ConnectAsync(simulator.Host, "/v1/realtime?model=gpt-realtime");
}
