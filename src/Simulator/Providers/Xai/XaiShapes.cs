using Realtime.Simulator.Forms;
using Realtime.Simulator.Providers.OpenAi;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.Xai;

/// <summary>What clients may write to xAI. It takes much more than it heeds: members that it does not know are no error.</summary>
internal static class XaiShapes
{
    private static readonly Shape Format = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("audio/pcm", new ObjectShape().With("rate", new RateShape(8000, 16000, 22050, 24000, 32000, 44100, 48000)).Open()),
        ("audio/pcmu", new ObjectShape().Open()),
        ("audio/pcma", new ObjectShape().Open()));

    private static readonly Shape Transport = Shape.OneOf("json", "binary");

    private static readonly Shape TurnDetection = Shape.OrNull(new TaggedShape(
        "type",
        isTagNeeded: false,
        ("server_vad", new ObjectShape()
            .With("threshold", Shape.Number(0.1, 0.9))
            .With("silence_duration_ms", Shape.Integer(0, 10000))
            .With("prefix_padding_ms", Shape.Integer(0, 10000))
            .With("idle_timeout_ms", Shape.OrNull(Shape.Integer(0, int.MaxValue)))
            .Open())));

    private static readonly Shape Tool = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("function", new ObjectShape().With("name", Shape.Text).Open()),
        ("web_search", new ObjectShape().With("allowed_domains", Shape.ListOf(Shape.Text, 5)).With("excluded_domains", Shape.ListOf(Shape.Text, 5)).Open()),
        ("x_search", new ObjectShape().Open()),
        ("file_search", new ObjectShape().Open()),
        ("mcp", new ObjectShape().Needs("server_url", Shape.Text).Needs("server_label", Shape.Text).Open()));

    private static readonly Shape Session = new ObjectShape()
        .With("instructions", Shape.Text)
        .With("voice", Shape.Text)
        .With("reasoning", Shape.OrNull(new ObjectShape().With("effort", Shape.OneOf("high", "none")).Open()))
        .With("turn_detection", TurnDetection)
        .With("resumption", new ObjectShape().With("enabled", Shape.Flag).Open())
        .With("audio", new ObjectShape()
            .With("input", new ObjectShape().With("format", Format).With("transport", Transport).Open())
            .With("output", new ObjectShape().With("format", Format).With("transport", Transport).With("speed", Shape.Number(0.7, 1.5)).Open())
            .Open())
        .With("tools", Shape.ListOf(Tool))
        .With("replace", Shape.OrNull(new ObjectShape().Open()))
        .Open();

    private static readonly Shape Item = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("message", new TaggedShape(
            "role",
            isTagNeeded: true,
            ("user", Content()),
            ("assistant", Content()),
            ("system", Content()))),
        ("function_call", new ObjectShape().Needs("name", Shape.Text).Needs("arguments", Shape.Text).Open()),
        ("function_call_output", new ObjectShape().Needs("call_id", Shape.Text).Needs("output", Shape.Text).Open()),
        ("force_message", Content()));

    private static readonly Shape Response = new ObjectShape()
        .With("modalities", Shape.ListOf(Shape.OneOf("text", "audio")))
        .With("instructions", Shape.OrNull(Shape.Text))
        .With("metadata", GaShapes.Metadata)
        .Open();

    public static readonly EventShapes Events =
        new EventShapes(Session, Item, Response).Without("conversation.item.retrieve").Without("output_audio_buffer.clear");

    private static ObjectShape Content() => new ObjectShape().Needs("content", Shape.ListOf(new TaggedShape(
        "type",
        isTagNeeded: true,
        ("input_text", new ObjectShape().Needs("text", Shape.Text).Open()),
        ("input_audio", new ObjectShape().Needs("audio", Shape.Text).Open()),
        ("output_text", new ObjectShape().Needs("text", Shape.Text).Open()),
        ("text", new ObjectShape().Needs("text", Shape.Text).Open())))).Open();
}
