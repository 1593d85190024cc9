using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

/// <summary>What a field of a client's event may hold.</summary>
internal abstract class Shape
{
    /// <summary>Anything at all.</summary>
    public static Shape Any { get; } = new AnyShape();

    public static Shape Text { get; } = new TextShape(int.MaxValue);

    public static Shape Flag { get; } = new FlagShape();

    public static Shape TextUpTo(int length) => new TextShape(length);

    public static Shape OneOf(params string[] values) => new ChoiceShape(values);

    public static Shape Number(double least, double most) => new NumberShape(least, most, false);

    public static Shape Integer(double least, double most) => new NumberShape(least, most, true);

    public static Shape ListOf(Shape item, int most = int.MaxValue) => new ListShape(item, most);

    public static Shape OrNull(Shape shape) => new NullableShape(shape);

    /// <summary>Accepts what the first shape that speaks of this JSON kind accepts.</summary>
    public static Shape Either(params Shape[] shapes) => new EitherShape(shapes);

    /// <summary>Finds the first fault.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="path">Its dotted path, as errors name it.</param>
    /// <returns>The fault, or null.</returns>
    public abstract FieldProblem? Check(JsonNode? value, string path);

    /// <summary>Whether it speaks of values of this kind at all.</summary>
    public virtual bool Takes(JsonValueKind kind) => true;

    protected static JsonValueKind KindOf(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;

    protected static string Describe(JsonNode? value) => KindOf(value) switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => value!.ToJsonString().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? "an integer" : "a decimal",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
