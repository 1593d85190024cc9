namespace Realtime.Protocol.Tests.Conversations;

/// <summary>Events as a provider sends them.</summary>
internal static class Wire
{
    public const string ServerVad =
        """{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200,"idle_timeout_ms":null,"create_response":true,"interrupt_response":true}""";

    public const string GatedVad = """{"type":"server_vad","create_response":false,"interrupt_response":false}""";

    public static string Session(string type, string turnDetection, string tools = "[]", string kind = "realtime") => $$$$"""
        {"type":"{{{{type}}}}","event_id":"s","session":{"type":"{{{{kind}}}}","object":"realtime.session","id":"sess_1","model":"m","output_modalities":["audio"],
        "instructions":"Be kind.","tools":{{{{tools}}}},"tool_choice":"auto","max_output_tokens":"inf","tracing":null,"prompt":null,"expires_at":1756324625,
        "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":null,"turn_detection":{{{{turnDetection}}}} },
        "output":{"format":{"type":"audio/pcmu"},"voice":"marin","speed":1.0} } } }
        """;

    public static string Message(string id, string role, string status, string content = "") =>
        $$"""{"id":"{{id}}","object":"realtime.item","type":"message","status":"{{status}}","role":"{{role}}","content":[{{content}}]}""";

    public static string Call(string id, string status, string callId, string arguments) =>
        $$"""{"id":"{{id}}","object":"realtime.item","type":"function_call","status":"{{status}}","name":"weather","call_id":"{{callId}}","arguments":"{{arguments}}"}""";

    public static string Item(string what, string id, string role, string status, string content, string? previous = null) =>
        ItemEvent(what, Message(id, role, status, content), previous);

    public static string ItemEvent(string what, string item, string? previous = null) =>
        $$"""{"type":"conversation.item.{{what}}","event_id":"s","previous_item_id":{{(previous is null or "null" ? "null" : $"\"{previous}\"")}},"item":{{item}} }""";

    public static string ResponseCreated(string id, string conversation = "\"conv_1\"", string metadata = "null") =>
        $$"""{"type":"response.created","event_id":"s","response":{"object":"realtime.response","id":"{{id}}","status":"in_progress","status_details":null,"output":[],"conversation_id":{{conversation}},"output_modalities":["audio"],"max_output_tokens":"inf","usage":null,"metadata":{{metadata}} } }""";

    public static string ResponseDone(string id, string status, string output, string details = "null") =>
        $$"""{"type":"response.done","event_id":"s","response":{"object":"realtime.response","id":"{{id}}","status":"{{status}}","status_details":{{details}},"output":[{{output}}],"usage":{"total_tokens":3} } }""";

    public static string Output(string what, string response, int index, string item) =>
        $$"""{"type":"response.output_item.{{what}}","event_id":"s","response_id":"{{response}}","output_index":{{index}},"item":{{item}} }""";

    public static string Content(string type, string response, string item, string fields, int contentIndex = 0) =>
        $$"""{"type":"{{type}}","event_id":"s","response_id":"{{response}}","item_id":"{{item}}","output_index":0,"content_index":{{contentIndex}},{{fields}} }""";

    public static string Transcript(string item, string transcript) =>
        $$"""{"type":"conversation.item.input_audio_transcription.completed","event_id":"s","item_id":"{{item}}","content_index":0,"transcript":"{{transcript}}","usage":{"type":"duration","seconds":1} }""";

    public static string Error(string code, string eventId, string param = "null", string type = "invalid_request_error") =>
        $$"""{"type":"error","event_id":"s","error":{"type":"{{type}}","code":"{{code}}","message":"No.","param":{{param}},"event_id":{{eventId}} } }""";
}
