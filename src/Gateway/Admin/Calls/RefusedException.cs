using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Takes a change back that turns out wrong after a part of it was made; the caller gets the refusal.</summary>
/// <param name="refusal">Why.</param>
internal sealed class RefusedException(SessionRefusal refusal) : Exception(refusal.Message)
{
    public SessionRefusal Refusal { get; } = refusal;
}
