using Realtime.Configuration;

namespace Realtime.Guardrails;

/// <summary>An entry of the configuration with its engine.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Engine">The engine.</param>
public sealed record Guardrail(GuardrailEntry Entry, IGuardrailEngine Engine)
{
    /// <summary>Gets the name that keys, teams and policies use.</summary>
    public string Name => Entry.Name;

    /// <summary>Gets a value indicating whether text passes while the engine cannot tell. Unless the entry says so, it does not.</summary>
    public bool FailsOpen => Entry.FailOpen ?? false;
}
