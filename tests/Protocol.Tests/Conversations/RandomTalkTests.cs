using System.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class RandomTalkTests
{
    private static readonly string[] Ids = ["a", "b", "c", "d"];

    [Fact]
    public void Events_in_any_order_leave_it_consistent()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var talk = new Talk(options: new ConversationOptions { MaxItems = 6, MaxPendingRequests = 8 });
            for (var step = 0; step < 150; step++)
            {
                var json = Next(random);
                var utf8 = Encoding.UTF8.GetBytes(json);
                var type = EventScanner.ScanType(utf8);
                type.ShouldNotBe(RealtimeEventType.Unknown, json);
                talk.State.OnClientEvent(type, utf8);
                talk.State.OnServerEvent(type, utf8);
                Invariants.Check(talk.State);
                talk.State.Items.Count.ShouldBeLessThanOrEqualTo(6);
                talk.State.PendingRequests.Count.ShouldBeLessThanOrEqualTo(8);
                if (step % 10 == 0)
                {
                    talk.TakeOver();
                }

                if (random.Next(40) == 0)
                {
                    CheckClose(talk);
                }
            }
        }
    }

    // Each running response is ended once, and an item is ended before the response that it belongs to.
    private static void CheckClose(Talk talk)
    {
        var running = talk.State.RunningResponses.Select(response => response.Id).ToArray();
        var events = talk.Close(ResponseCut.Incomplete("max_output_tokens")).Select(json => JsonNode.Parse(json)!).ToArray();

        events.Where(json => (string)json["type"]! == "response.done").Select(json => (string)json["response"]!["id"]!).ShouldBe(running);
        events.ShouldAllBe(json => EventScanner.Scan(Encoding.UTF8.GetBytes(json.ToJsonString(null))).Status == EventScanStatus.Ok);
        talk.State.RunningResponses.ShouldBeEmpty();
        talk.State.Items.Where(item => item.Role == "assistant" && events.Any(json => (string?)json["item"]?["id"] == item.Id))
            .ShouldAllBe(item => item.Status != "in_progress");
    }

    private static string Next(Random random)
    {
        var item = Ids[random.Next(Ids.Length)];
        var response = "r" + Ids[random.Next(Ids.Length)];
        var status = new[] { "in_progress", "completed", "incomplete" }[random.Next(3)];
        var content = random.Next(2) == 0 ? "" : """{"type":"output_text","text":"words of it"}""";
        var body = random.Next(2) == 0 ? Wire.Message(item, "assistant", status, content) : Wire.Call(item, status, "k" + item, "{}");
        return random.Next(22) switch
        {
            0 => Wire.Session("session.created", Wire.ServerVad),
            1 => Wire.Session("session.updated", random.Next(2) == 0 ? "null" : Wire.ServerVad),
            2 => Wire.ItemEvent("added", body, Ids[random.Next(Ids.Length)]),
            3 => Wire.ItemEvent("done", body, null),
            4 => Wire.ResponseCreated(response, random.Next(2) == 0 ? "null" : "\"conv\""),
            5 => Wire.ResponseDone(response, status, body),
            6 => Wire.Output("added", response, random.Next(3), body),
            7 => Wire.Output("done", response, random.Next(3), body),
            8 => Wire.Content("response.content_part.added", response, item, "\"part\":{\"type\":\"audio\",\"transcript\":\"\"}", random.Next(3)),
            9 => Wire.Content("response.output_text.delta", response, item, "\"delta\":\"some \""),
            10 => Wire.Content("response.output_audio_transcript.done", response, item, "\"transcript\":\"some more\""),
            11 => Wire.Content("response.content_part.done", response, item, "\"part\":{\"type\":\"audio\",\"transcript\":\"x\"}", random.Next(3)),
            12 => Wire.Transcript(item, "said"),
            13 => $$"""{"type":"input_audio_buffer.speech_started","item_id":"{{item}}"}""",
            14 => $$"""{"type":"input_audio_buffer.speech_stopped","item_id":"{{item}}"}""",
            15 => $$"""{"type":"input_audio_buffer.committed","item_id":"{{item}}","previous_item_id":"{{Ids[random.Next(Ids.Length)]}}"}""",
            16 => $$"""{"type":"conversation.item.truncated","item_id":"{{item}}","content_index":{{random.Next(3)}},"audio_end_ms":{{random.Next(2000)}}}""",
            17 => $$"""{"type":"conversation.item.deleted","item_id":"{{item}}"}""",
            18 => $$"""{"type":"conversation.item.create","event_id":"e{{random.Next(9)}}","item":{{body}}}""",
            19 => $$$"""{"type":"response.create","event_id":"e{{{random.Next(9)}}}","response":{"conversation":"{{{(random.Next(2) == 0 ? "none" : "auto")}}}"}}""",
            20 => """{"type":"input_audio_buffer.commit"}""",
            _ => Wire.Error("invalid_value", random.Next(2) == 0 ? "null" : $"\"e{random.Next(9)}\""),
        };
    }
}
