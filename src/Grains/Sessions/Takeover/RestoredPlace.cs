using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Policies.Sessions;
using Realtime.Grains.Sessions.Stages.Guarding;

namespace Realtime.Grains.Sessions.Takeover;

/// <summary>A restored session that may go on.</summary>
/// <param name="Restored">The session.</param>
/// <param name="Current">The configuration.</param>
/// <param name="Group">Its model's deployments.</param>
/// <param name="Policy">Its places in the limits.</param>
/// <param name="Guardrails">Its guardrails.</param>
internal sealed record RestoredPlace(
    RestoredSession Restored, RealtimeConfig Current, ModelGroup Group, SessionPolicy Policy, GuardrailSetup Guardrails);
