using System.Text.Json.Nodes;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Forms;

/// <summary>The client events of a form, by type.</summary>
internal sealed class EventShapes
{
    private readonly Dictionary<string, Shape> _events = new(StringComparer.Ordinal);

    public EventShapes(Shape sessionUpdate, Shape item, Shape responseParameters)
    {
        Add("session.update", Event().Needs("session", sessionUpdate));
        Add("input_audio_buffer.append", Event().Needs("audio", Shape.Text));
        Add("input_audio_buffer.commit", Event());
        Add("input_audio_buffer.clear", Event());
        Add("output_audio_buffer.clear", Event());
        Add("conversation.item.create", Event().Needs("item", item).With("previous_item_id", Shape.OrNull(Shape.Text)));
        Add("conversation.item.retrieve", Event().Needs("item_id", Shape.Text));
        Add("conversation.item.delete", Event().Needs("item_id", Shape.Text));
        Add("conversation.item.truncate", Event()
            .Needs("item_id", Shape.Text)
            .Needs("content_index", Shape.Integer(0, int.MaxValue))
            .Needs("audio_end_ms", Shape.Integer(0, int.MaxValue)));
        Add("response.create", Event().With("response", Shape.OrNull(responseParameters)));
        Add("response.cancel", Event().With("response_id", Shape.OrNull(Shape.Text)));
    }

    public static ObjectShape Event() => new ObjectShape().With("type", Shape.Any).With("event_id", Shape.OrNull(Shape.TextUpTo(512)));

    public EventShapes Add(string type, Shape shape)
    {
        _events[type] = shape;
        return this;
    }

    public EventShapes Without(string type)
    {
        _events.Remove(type);
        return this;
    }

    public FieldProblem? Check(string type, JsonObject clientEvent) => _events.TryGetValue(type, out var shape)
        ? shape.Check(clientEvent, "")
        : FieldProblem.WrongValue("type", type, _events.Keys);
}
