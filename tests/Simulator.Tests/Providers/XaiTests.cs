using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Providers;

public sealed class XaiTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Path = "/xai/v1/realtime?model=grok-voice-latest";

    [Fact]
    public async Task Session_opens_with_a_conversation_a_flat_session_and_a_ping()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.NextAsync("ping");

        client.Types.ShouldBe(["session.created", "conversation.created", "ping"]);
        var session = client.All[0]["session"]!.AsObject();
        session["voice"]!.ToString().ShouldBe("eve");
        session["turn_detection"]!["threshold"]!.ToString().ShouldBe("0.85");
        session.ShouldNotContainKey("type");
        ((long)client.All[2]["timestamp"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Unheeded_fields_are_no_error_and_have_no_effect()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        var session = await client.UpdateAsync("""{"type":"realtime","output_modalities":["text"],"tool_choice":"auto","voice":"rex","audio":{"output":{"voice":"marin","speed":1.2},"input":{"turn_detection":null}}}""");

        session["voice"]!.ToString().ShouldBe("rex");
        session["audio"]!["output"]!["speed"]!.ToString().ShouldBe("1.2");
        session["audio"]!["output"]!["voice"].ShouldBeNull();
        session["turn_detection"].ShouldNotBeNull();
        session.AsObject().ShouldNotContainKey("output_modalities");
        await client.SendAsync("session.update", ("session", JsonNode.Parse("""{"turn_detection":{"type":"semantic_vad"}}""")));
        (await client.NextAsync("error"))["error"]!["param"]!.ToString().ShouldBe("session.turn_detection.type");
    }

    [Fact]
    public async Task Spoken_turn_lacks_what_xai_leaves_out_and_has_what_only_it_sends()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.UpdateAsync("""{"audio":{"input":{"format":{"type":"audio/pcm","rate":16000},"transcription":{"model":"grok-transcribe"}},"output":{"format":{"type":"audio/pcm","rate":48000}}}}""");
        await client.SendAudioAsync(Sound.Turn(700, new(Audio.AudioEncoding.Pcm16, 16000)));
        var done = await client.NextAsync("response.done");
        await Eventually.HoldsAsync(() => client.Of("conversation.item.input_audio_transcription.completed").Any(e => e["status"]!.ToString() == "completed"));

        client.Types.ShouldNotContain("conversation.item.done");
        client.Types.ShouldNotContain("rate_limits.updated");
        client.Types.ShouldNotContain("conversation.item.input_audio_transcription.delta");
        client.Of("conversation.item.input_audio_transcription.updated").Select(e => e["transcript"]!.ToString()).ShouldBe(["Speech", "Speech of", "Speech of 0.7", "Speech of 0.7 seconds."]);
        client.Of("conversation.item.input_audio_transcription.completed")[0]["status"]!.ToString().ShouldBe("in_progress");
        client.Of("conversation.item.input_audio_transcription.completed").ShouldAllBe(e => !e.ContainsKey("usage"));
        client.Of("input_audio_buffer.speech_started")[0].ShouldNotContainKey("audio_start_ms");
        client.Of("response.content_part.done")[0].ShouldNotContainKey("part");
        client.Of("response.output_audio_transcript.done")[0].ShouldNotContainKey("transcript");
        client.Of("response.output_audio.delta").Sum(e => Convert.FromBase64String(e["delta"]!.ToString()).Length).ShouldBeInRange(65000, 69500);
        done["usage"]!["total_tokens"].ShouldNotBeNull();
        done["response"]!.AsObject().ShouldNotContainKey("usage");
    }

    [Fact]
    public async Task Text_comes_under_both_names_and_calls_after_everything_else()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.UpdateAsync("""{"tools":[{"type":"function","name":"f","parameters":{}}]}""");
        await client.AskAsync("hello there", new() { ["modalities"] = new JsonArray("text"), ["metadata"] = new JsonObject { ["k"] = "v" } });
        client.Of("response.text.delta").Select(e => e["delta"]!.ToString()).ShouldBe(client.Of("response.output_text.delta").Select(e => e["delta"]!.ToString()));
        client.Of("response.created")[0]["response"]!["metadata"]!["k"]!.ToString().ShouldBe("v");

        await client.AskAsync("call f {\"a\":1}");
        client.Types.TakeLast(2).ShouldBe(["response.function_call_arguments.done", "response.done"]);
        client.Of("response.function_call_arguments.done")[0].Select(member => member.Key).ShouldBe(["type", "event_id", "call_id", "name", "arguments"]);
        client.Of("conversation.item.added").Count(e => e["item"]!["type"]!.ToString() == "function_call").ShouldBe(2);
        client.Of("conversation.item.added")[^1]["previous_item_id"]!.ToString().ShouldBe("item_unannounced");
    }

    [Fact]
    public async Task Retrieve_is_not_known_and_truncate_tells_what_was_kept()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.AskAsync("say 20 words");
        var item = client.Of("response.output_item.done")[0]["item"]!["id"]!.ToString();
        await client.SendAsync("conversation.item.retrieve", ("item_id", item));
        (await client.NextAsync("error"))["error"]!["param"]!.ToString().ShouldBe("type");
        await client.SendAsync("conversation.item.truncate", ("item_id", item), ("content_index", 0), ("audio_end_ms", 1000));
        (await client.NextAsync("conversation.item.truncated"))["transcript"]!.ToString().ShouldStartWith("word1 word2");
        await client.SendAsync("conversation.item.delete", ("item_id", item));
        (await client.NextAsync("conversation.item.deleted"))["item_id"]!.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Audio_travels_as_binary_messages_where_asked_for()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.UpdateAsync("""{"audio":{"output":{"transport":"binary"}}}""");
        await client.SendBinaryAsync(Sound.Turn(600));
        await client.NextAsync("response.done");

        client.Binary.Sum(message => message.Length).ShouldBeInRange(27800, 30000);
        client.Types.ShouldNotContain("response.output_audio.delta");
    }

    [Fact]
    public async Task Forced_message_is_spoken_without_a_request()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.SendAsync("conversation.item.create", ("item", JsonNode.Parse("""{"type":"force_message","role":"assistant","content":[{"type":"output_text","text":"Please hold."}]}""")));
        var done = await client.NextAsync("response.done");

        done["response"]!["output"]![0]!["content"]![0]!["transcript"]!.ToString().ShouldBe("Please hold.");
    }

    [Fact]
    public async Task Resumed_conversation_brings_its_turns_back()
    {
        string conversation;
        await using (var first = await TestClient.ConnectAsync(simulator.Host, Path))
        {
            conversation = (await first.NextAsync("conversation.created"))["conversation"]!["id"]!.ToString();
            await first.UpdateAsync("""{"resumption":{"enabled":true}}""");
            await first.AskAsync("remember the lamp");
            await first.CloseAsync();
        }

        await using var second = await TestClient.ConnectAsync(simulator.Host, $"{Path}&conversation_id={conversation}");
        (await second.NextAsync("conversation.created"))["conversation"]!["id"]!.ToString().ShouldBe(conversation);
        (await second.NextAsync("conversation.item.created"))["item"]!["content"]![0]!["text"]!.ToString().ShouldBe("remember the lamp");
        (await second.AskAsync("what did I say 1 turn ago"))["response"]!["output"]![0]!["content"]![0]!["transcript"]!.ToString().ShouldBe("remember the lamp");
    }

    [Fact]
    public async Task Secret_in_its_own_subprotocol_opens_a_session_and_is_echoed_when_alone()
    {
        using var http = new HttpClient { BaseAddress = simulator.Host.BaseAddress, DefaultRequestHeaders = { { "Authorization", "Bearer xai-key" } } };
        var answer = await http.PostAsJsonAsync("/xai/v1/realtime/client_secrets", new { expires_after = new { seconds = 300 } }, TestContext.Current.CancellationToken);
        var secret = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["value"]!.ToString();
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path, options => options.AddSubProtocol("xai-client-secret." + secret), key: null);

        await client.NextAsync("session.created");
        client.SubProtocol.ShouldBe("xai-client-secret." + secret);
        (await OpenAiEdgeTests.RefusalAsync(simulator.Host, Path, "xai-invalid")).ShouldBe(HttpStatusCode.Unauthorized);
    }
}
