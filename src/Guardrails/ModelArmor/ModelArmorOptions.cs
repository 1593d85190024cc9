namespace Realtime.Guardrails.ModelArmor;

/// <summary>Whether <c>model_armor</c> masks what its template de-identifies; else it blocks.</summary>
/// <param name="MasksRequests">What goes to the model.</param>
/// <param name="MasksResponses">What the model says.</param>
internal sealed record ModelArmorOptions(bool MasksRequests, bool MasksResponses);
