using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.OpenAi;

/// <summary>What clients may write in the current form.</summary>
internal static class GaShapes
{
    public static readonly string[] Voices = ["alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"];

    public static readonly Shape Metadata = Shape.OrNull(new ObjectShape().Open());

    public static readonly Shape Tracing = Shape.OrNull(Shape.Either(
        Shape.OneOf("auto"),
        new ObjectShape().With("workflow_name", Shape.Text).With("group_id", Shape.Text).With("metadata", Shape.Any)));

    public static readonly Shape Prompt = Shape.OrNull(new ObjectShape().Needs("id", Shape.Text).With("version", Shape.OrNull(Shape.Text)).With("variables", Shape.Any));

    public static readonly Shape NoiseReduction = Shape.OrNull(new ObjectShape().With("type", Shape.OneOf("near_field", "far_field")));

    public static readonly Shape Include = Shape.OrNull(Shape.ListOf(Shape.OneOf("item.input_audio_transcription.logprobs")));

    public static readonly Shape MaxTokens = Shape.Either(Shape.Integer(1, 4096), Shape.OneOf("inf"));

    public static readonly Shape TurnDetection = Shape.OrNull(new TaggedShape(
        "type",
        isTagNeeded: false,
        ("server_vad", Responding()
            .With("threshold", Shape.Number(0, 1))
            .With("prefix_padding_ms", Shape.Integer(0, 60000))
            .With("silence_duration_ms", Shape.Integer(0, 60000))
            .With("idle_timeout_ms", Shape.OrNull(Shape.Integer(5000, 30000)))),
        ("semantic_vad", Responding().With("eagerness", Shape.OneOf("low", "medium", "high", "auto")))));

    public static readonly Shape Transcription = Shape.OrNull(new ObjectShape()
        .With("model", Shape.Text)
        .With("language", Shape.OrNull(Shape.Text))
        .With("languages", Shape.ListOf(Shape.Text))
        .With("keywords", Shape.ListOf(Shape.Text))
        .With("prompt", Shape.OrNull(Shape.Text))
        .With("delay", Shape.OneOf("minimal", "low", "medium", "high", "xhigh")));

    public static readonly Shape Tool = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("function", new ObjectShape()
            .With("type", Shape.Any)
            .Needs("name", Shape.TextUpTo(64))
            .With("description", Shape.OrNull(Shape.Text))
            .With("parameters", Shape.OrNull(new ObjectShape().Open()))),
        ("mcp", Mcp()));

    public static readonly Shape ToolChoice = Shape.Either(
        Shape.OneOf("auto", "none", "required"),
        new TaggedShape(
            "type",
            isTagNeeded: true,
            ("function", new ObjectShape().With("type", Shape.Any).Needs("name", Shape.Text)),
            ("mcp", new ObjectShape().With("type", Shape.Any).Needs("server_label", Shape.Text).With("name", Shape.OrNull(Shape.Text)))));

    public static readonly Shape Reasoning = Shape.OrNull(new ObjectShape().With("effort", Shape.OrNull(Shape.OneOf("minimal", "low", "medium", "high", "xhigh"))));

    private static readonly Shape Format = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("audio/pcm", new ObjectShape().With("type", Shape.Any).With("rate", Shape.Integer(24000, 24000))),
        ("audio/pcmu", new ObjectShape().With("type", Shape.Any)),
        ("audio/pcma", new ObjectShape().With("type", Shape.Any)));

    private static readonly Shape Voice = Shape.Either(Shape.OneOf(Voices), new ObjectShape().Needs("id", Shape.Text));

    private static readonly Shape Modalities = new ModalitiesShape(["text"], ["audio"]);

    private static readonly ObjectShape InputAudio = new ObjectShape()
        .With("format", Format)
        .With("transcription", Transcription)
        .With("noise_reduction", NoiseReduction)
        .With("turn_detection", TurnDetection);

    public static readonly Shape RealtimeSession = new ObjectShape()
        .With("type", Shape.OneOf("realtime"))
        .With("model", Shape.Text)
        .With("output_modalities", Modalities)
        .With("instructions", Shape.Text)
        .With("audio", new ObjectShape()
            .With("input", InputAudio)
            .With("output", new ObjectShape().With("format", Format).With("voice", Voice).With("speed", Shape.Number(0.25, 1.5))))
        .With("include", Include)
        .With("tools", Shape.ListOf(Tool))
        .With("tool_choice", ToolChoice)
        .With("parallel_tool_calls", Shape.OrNull(Shape.Flag))
        .With("reasoning", Reasoning)
        .With("max_output_tokens", MaxTokens)
        .With("truncation", Shape.OrNull(Shape.Either(
            Shape.OneOf("auto", "disabled"),
            new ObjectShape().Needs("type", Shape.OneOf("retention_ratio")).Needs("retention_ratio", Shape.Number(0, 1))
                .With("token_limits", Shape.OrNull(new ObjectShape().With("post_instructions", Shape.Integer(0, int.MaxValue)))))))
        .With("tracing", Tracing)
        .With("prompt", Prompt);

    public static readonly Shape TranscriptionSession = new ObjectShape()
        .With("type", Shape.OneOf("transcription"))
        .With("audio", new ObjectShape().With("input", InputAudio))
        .With("include", Include);

    public static readonly Shape ResponseParameters = new ObjectShape()
        .With("output_modalities", Modalities)
        .With("instructions", Shape.OrNull(Shape.Text))
        .With("audio", new ObjectShape().With("output", new ObjectShape().With("format", Format).With("voice", Voice)))
        .With("tools", Shape.ListOf(Tool))
        .With("tool_choice", ToolChoice)
        .With("parallel_tool_calls", Shape.OrNull(Shape.Flag))
        .With("reasoning", Reasoning)
        .With("max_output_tokens", MaxTokens)
        .With("conversation", Shape.OneOf("auto", "none"))
        .With("metadata", Metadata)
        .With("prompt", Prompt)
        .With("input", Shape.ListOf(GaItemShapes.ItemOrReference));

    private static ObjectShape Responding() => new ObjectShape()
        .With("type", Shape.Any)
        .With("create_response", Shape.Flag)
        .With("interrupt_response", Shape.Flag);

    private static ObjectShape Mcp() => new ObjectShape()
        .With("type", Shape.Any)
        .Needs("server_label", Shape.Text)
        .With("server_url", Shape.Text)
        .With("connector_id", Shape.Text)
        .With("tunnel_id", Shape.Text)
        .With("authorization", Shape.Text)
        .With("headers", Shape.Any)
        .With("server_description", Shape.Text)
        .With("allowed_tools", Shape.Any)
        .With("allowed_callers", Shape.Any)
        .With("require_approval", Shape.Any)
        .With("defer_loading", Shape.Flag);
}
