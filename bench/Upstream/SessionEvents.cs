using System.Text;

namespace Realtime.Bench.Upstream;

/// <summary>The provider's events beside the deltas, in their GA form.</summary>
internal sealed class SessionEvents(int number)
{
    private const string Format = """{"type":"audio/pcm","rate":24000}""";
    private const string Part = """{"type":"audio","transcript":""}""";
    private const string Usage = """{"total_tokens":30,"input_tokens":10,"output_tokens":20,"input_token_details":{"text_tokens":0,"audio_tokens":10,"image_tokens":0,"cached_tokens":0,"cached_tokens_details":{"text_tokens":0,"audio_tokens":0,"image_tokens":0}},"output_token_details":{"text_tokens":0,"audio_tokens":20}}""";

    public string ResponseId(int response) => $"resp_{number:x8}{response:x8}";

    public string ItemId(int response) => $"item_{number:x8}{response:x8}";

    public byte[] SessionCreated(long id) => Event("session.created", id, $"\"session\":{Session()}");

    public byte[] SessionUpdated(long id) => Event("session.updated", id, $"\"session\":{Session()}");

    public static byte[] Error(long id) => Event(
        "error",
        id,
        """
        "error":{"type":"invalid_request_error","code":"invalid_value","message":"The audio is too short to carry a stamp.","param":"audio","event_id":null}
        """);

    public byte[] ResponseCreated(long id, int response) =>
        Event("response.created", id, $"\"response\":{Response(response, "in_progress", "", "null")}");

    public byte[] ResponseDone(long id, int response) =>
        Event("response.done", id, $"\"response\":{Response(response, "completed", Item(response, "completed", Part), Usage)}");

    public byte[] ItemAdded(long id, int response) =>
        Event("response.output_item.added", id, $"{Place(response)},\"item\":{Item(response, "in_progress", "")}");

    public byte[] ItemDone(long id, int response) =>
        Event("response.output_item.done", id, $"{Place(response)},\"item\":{Item(response, "completed", Part)}");

    public byte[] PartAdded(long id, int response) =>
        Event("response.content_part.added", id, $"{Content(response)},\"part\":{Part}");

    public byte[] PartDone(long id, int response) =>
        Event("response.content_part.done", id, $"{Content(response)},\"part\":{Part}");

    public byte[] AudioDone(long id, int response) => Event("response.output_audio.done", id, Content(response));

    private static byte[] Event(string type, long id, string rest) =>
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"event_id\":\"event_{id:x16}\",{rest}}}");

    private static string Item(string id, string status, string content) =>
        $"{{\"id\":\"{id}\",\"object\":\"realtime.item\",\"type\":\"message\",\"status\":\"{status}\",\"role\":\"assistant\",\"content\":[{content}]}}";

    private string Item(int response, string status, string content) => Item(ItemId(response), status, content);

    private string Place(int response) => $"\"response_id\":\"{ResponseId(response)}\",\"output_index\":0";

    private string Content(int response) =>
        $"\"response_id\":\"{ResponseId(response)}\",\"item_id\":\"{ItemId(response)}\",\"output_index\":0,\"content_index\":0";

    private string Response(int response, string status, string output, string usage) =>
        $"{{\"object\":\"realtime.response\",\"id\":\"{ResponseId(response)}\",\"status\":\"{status}\",\"status_details\":null,"
        + $"\"output\":[{output}],\"conversation_id\":\"conv_{number:x8}\",\"output_modalities\":[\"audio\"],\"max_output_tokens\":\"inf\","
        + $"\"audio\":{{\"output\":{{\"format\":{Format},\"voice\":\"marin\"}}}},\"usage\":{usage},\"metadata\":null}}";

    private string Session() =>
        $"{{\"type\":\"realtime\",\"object\":\"realtime.session\",\"id\":\"sess_{number:x8}\",\"model\":\"bench\",\"output_modalities\":[\"audio\"],"
        + "\"instructions\":\"Answer briefly.\",\"tools\":[],\"tool_choice\":\"auto\",\"max_output_tokens\":\"inf\",\"tracing\":null,"
        + $"\"truncation\":\"auto\",\"prompt\":null,\"expires_at\":4102444800,\"include\":null,\"audio\":{{\"input\":{{\"format\":{Format},"
        + "\"transcription\":null,\"noise_reduction\":null,\"turn_detection\":{\"type\":\"server_vad\",\"threshold\":0.5,\"prefix_padding_ms\":300,"
        + "\"silence_duration_ms\":200,\"idle_timeout_ms\":null,\"create_response\":true,\"interrupt_response\":true}},"
        + $"\"output\":{{\"format\":{Format},\"voice\":\"marin\",\"speed\":1.0}}}}}}";
}
