using Realtime.Simulator.Forms;
using Realtime.Simulator.Providers.OpenAi;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.AzurePreview;

/// <summary>What clients may write in the beta form.</summary>
internal static class BetaShapes
{
    private static readonly string[] Voices = ["alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse"];

    private static readonly Shape Format = Shape.OneOf("pcm16", "g711_ulaw", "g711_alaw");

    // Audio never comes without its transcript here, and the form says so.
    private static readonly Shape Modalities = new ModalitiesShape(["text"], ["audio", "text"]);

    private static readonly Shape TurnDetection = Shape.OrNull(new TaggedShape(
        "type",
        isTagNeeded: false,
        ("server_vad", Responding()
            .With("threshold", Shape.Number(0, 1))
            .With("prefix_padding_ms", Shape.Integer(0, 60000))
            .With("silence_duration_ms", Shape.Integer(0, 60000))),
        ("semantic_vad", Responding().With("eagerness", Shape.OneOf("low", "medium", "high", "auto"))),
        ("none", new ObjectShape().With("type", Shape.Any))));

    private static readonly ObjectShape Transcription =
        new ObjectShape().With("model", Shape.Text).With("language", Shape.OrNull(Shape.Text)).With("prompt", Shape.OrNull(Shape.Text));

    private static readonly Shape Tool = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("function", new ObjectShape()
            .With("type", Shape.Any)
            .Needs("name", Shape.TextUpTo(64))
            .With("description", Shape.OrNull(Shape.Text))
            .With("parameters", Shape.OrNull(new ObjectShape().Open()))
            .With("strict", Shape.OrNull(Shape.Flag))));

    public static readonly Shape Session = new ObjectShape()
        .With("model", Shape.Text)
        .With("modalities", Modalities)
        .With("instructions", Shape.Text)
        .With("voice", Shape.OneOf(Voices))
        .With("input_audio_format", Format)
        .With("output_audio_format", Format)
        .With("input_audio_transcription", Shape.OrNull(Transcription))
        .With("input_audio_noise_reduction", GaShapes.NoiseReduction)
        .With("turn_detection", TurnDetection)
        .With("speed", Shape.Number(0.25, 1.5))
        .With("tracing", GaShapes.Tracing)
        .With("tools", Shape.ListOf(Tool))
        .With("tool_choice", GaShapes.ToolChoice)
        .With("temperature", Shape.Number(0.6, 1.2))
        .With("max_response_output_tokens", GaShapes.MaxTokens)
        .With("include", GaShapes.Include)
        .With("prompt", GaShapes.Prompt);

    public static readonly Shape TranscriptionSession = new ObjectShape()
        .With("input_audio_format", Format)
        .With("input_audio_transcription", Transcription)
        .With("input_audio_noise_reduction", GaShapes.NoiseReduction)
        .With("turn_detection", TurnDetection)
        .With("include", GaShapes.Include);

    private static readonly Shape TextPart = Part().Needs("text", Shape.Text);

    private static readonly Shape Message = new TaggedShape(
        "role",
        isTagNeeded: true,
        ("user", Item().With("role", Shape.Any).Needs("content", Shape.ListOf(new TaggedShape(
            "type",
            isTagNeeded: true,
            ("input_text", TextPart),
            ("input_audio", Part().Needs("audio", Shape.Text).With("transcript", Shape.OrNull(Shape.Text))))))),
        ("assistant", Item().With("role", Shape.Any).Needs("content", Shape.ListOf(new TaggedShape("type", isTagNeeded: true, ("text", TextPart))))),
        ("system", Item().With("role", Shape.Any).Needs("content", Shape.ListOf(new TaggedShape("type", isTagNeeded: true, ("input_text", TextPart))))));

    private static readonly Shape FunctionCall = Item().Needs("name", Shape.Text).Needs("arguments", Shape.Text).With("call_id", Shape.Text);

    private static readonly Shape FunctionCallOutput = Item().Needs("call_id", Shape.Text).Needs("output", Shape.Text);

    public static readonly Shape AnyItem = new TaggedShape(
        "type", isTagNeeded: true, ("message", Message), ("function_call", FunctionCall), ("function_call_output", FunctionCallOutput));

    private static readonly Shape ItemOrReference = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("message", Message),
        ("function_call", FunctionCall),
        ("function_call_output", FunctionCallOutput),
        ("item_reference", new ObjectShape().With("type", Shape.Any).Needs("id", Shape.Text)));

    public static readonly Shape ResponseParameters = new ObjectShape()
        .With("modalities", Modalities)
        .With("instructions", Shape.OrNull(Shape.Text))
        .With("voice", Shape.OneOf(Voices))
        .With("output_audio_format", Format)
        .With("tools", Shape.ListOf(Tool))
        .With("tool_choice", GaShapes.ToolChoice)
        .With("temperature", Shape.Number(0.6, 1.2))
        .With("max_output_tokens", GaShapes.MaxTokens)
        .With("max_response_output_tokens", GaShapes.MaxTokens)
        .With("conversation", Shape.OneOf("auto", "none"))
        .With("metadata", GaShapes.Metadata)
        .With("prompt", GaShapes.Prompt)
        .With("input", Shape.ListOf(ItemOrReference));

    public static readonly EventShapes RealtimeEvents = new(Session, AnyItem, ResponseParameters);

    public static readonly EventShapes TranscriptionEvents = new EventShapes(TranscriptionSession, AnyItem, ResponseParameters)
        .Without("session.update").Without("response.create").Without("response.cancel")
        .Add("transcription_session.update", EventShapes.Event().Needs("session", TranscriptionSession));

    private static ObjectShape Responding() => new ObjectShape()
        .With("type", Shape.Any)
        .With("create_response", Shape.Flag)
        .With("interrupt_response", Shape.Flag);

    private static ObjectShape Part() => new ObjectShape().With("type", Shape.Any);

    private static ObjectShape Item() => new ObjectShape()
        .With("id", Shape.TextUpTo(64))
        .With("type", Shape.Any)
        .With("object", Shape.OneOf("realtime.item"))
        .With("status", Shape.OneOf("completed", "incomplete", "in_progress"));
}
