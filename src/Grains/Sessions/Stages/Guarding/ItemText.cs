using System.Text.Json.Nodes;
using Realtime.Guardrails;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>A text in a client's event: where it stands, so that a masked one can be put in its place.</summary>
/// <param name="Holder">The object that holds it.</param>
/// <param name="Name">The member's name.</param>
/// <param name="Value">The text.</param>
/// <param name="Input">What it is.</param>
internal readonly record struct ItemText(JsonObject Holder, string Name, string Value, GuardrailInput Input)
{
    /// <summary>Puts another text in its place.</summary>
    /// <param name="text">The text.</param>
    public void Replace(string text) => Holder[Name] = text;
}
