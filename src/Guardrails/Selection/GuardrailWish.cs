namespace Realtime.Guardrails.Selection;

/// <summary>What decides which guardrails a session has.</summary>
public sealed record GuardrailWish
{
    /// <summary>Gets who the session is for.</summary>
    public required GuardrailCaller Caller { get; init; }

    /// <summary>Gets the names that the client asked for.</summary>
    public IReadOnlyList<string> Requested { get; init; } = [];

    /// <summary>Gets the names that the key and its team carry.</summary>
    public IReadOnlyList<string> Assigned { get; init; } = [];

    /// <summary>Gets the names that the model's deployments carry.</summary>
    public IReadOnlyList<string> OfModel { get; init; } = [];

    /// <summary>Gets the policies that the key and its team carry.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Gets a value indicating whether those with <c>default_on</c> are left out.</summary>
    public bool WithoutGlobal { get; init; }
}
