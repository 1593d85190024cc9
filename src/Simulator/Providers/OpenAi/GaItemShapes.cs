using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.OpenAi;

/// <summary>What clients may write as items in the current form.</summary>
internal static class GaItemShapes
{
    private static readonly ObjectShape InputText = Part().Needs("text", Shape.Text);

    private static readonly Shape UserPart = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("input_text", InputText),
        ("input_audio", Part().Needs("audio", Shape.Text).With("transcript", Shape.OrNull(Shape.Text))),
        ("input_image", Part().Needs("image_url", Shape.Text).With("detail", Shape.OneOf("auto", "low", "high"))));

    // Speech of the model cannot be put in by a client, only its text.
    private static readonly Shape AssistantPart = new TaggedShape("type", isTagNeeded: true, ("output_text", Part().Needs("text", Shape.Text)));

    private static readonly Shape Message = new TaggedShape(
        "role",
        isTagNeeded: true,
        ("user", Item().With("role", Shape.Any).Needs("content", Shape.ListOf(UserPart))),
        ("assistant", Item().With("role", Shape.Any).Needs("content", Shape.ListOf(AssistantPart))),
        ("system", Item().With("role", Shape.Any).Needs("content", Shape.ListOf(new TaggedShape("type", isTagNeeded: true, ("input_text", InputText))))));

    private static readonly Shape FunctionCall = Item().Needs("name", Shape.Text).Needs("arguments", Shape.Text).With("call_id", Shape.Text);

    private static readonly Shape FunctionCallOutput = Item().Needs("call_id", Shape.Text).Needs("output", Shape.Text);

    private static readonly Shape McpApproval = Item().Needs("approval_request_id", Shape.Text).Needs("approve", Shape.Flag).With("reason", Shape.OrNull(Shape.Text));

    public static readonly Shape AnyItem = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("message", Message),
        ("function_call", FunctionCall),
        ("function_call_output", FunctionCallOutput),
        ("mcp_approval_response", McpApproval));

    public static readonly Shape ItemOrReference = new TaggedShape(
        "type",
        isTagNeeded: true,
        ("message", Message),
        ("function_call", FunctionCall),
        ("function_call_output", FunctionCallOutput),
        ("mcp_approval_response", McpApproval),
        ("item_reference", new ObjectShape().With("type", Shape.Any).Needs("id", Shape.Text)));

    private static ObjectShape Part() => new ObjectShape().With("type", Shape.Any);

    private static ObjectShape Item() => new ObjectShape()
        .With("id", Shape.TextUpTo(64))
        .With("type", Shape.Any)
        .With("object", Shape.OneOf("realtime.item"))
        .With("status", Shape.OneOf("completed", "incomplete", "in_progress"));
}
