using Realtime.Configuration.Models;
using Realtime.Grains.Metering;
using Realtime.Grains.Policies.Sessions;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions;

/// <summary>What a session is, fixed at its start: a reload of the configuration does not touch it.</summary>
internal sealed record SessionSetup
{
    /// <summary>Gets the session's id.</summary>
    public required string SessionId { get; init; }

    /// <summary>Gets the model's name as the client gave it.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the alias by which the client asked for <see cref="Model"/>; null for none.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>Gets the form that the client speaks.</summary>
    public required Dialect ClientDialect { get; init; }

    /// <summary>Gets the models that the caller's key may use; null means all.</summary>
    public IReadOnlyList<string>? AllowedModels { get; init; }

    /// <summary>Gets a value indicating whether the client named a deployment, as Azure's addresses do, and not a model.</summary>
    public bool NamesDeployment { get; init; }

    /// <summary>Gets the configured models.</summary>
    public required ModelTable Models { get; init; }

    /// <summary>Gets after how long without any message the session ends; null for never.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets after how long the session ends; null for never.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Gets the limits and budgets that it runs under; null for none.</summary>
    public SessionPolicy? Policy { get; init; }

    /// <summary>Gets its meter; null where nothing is counted.</summary>
    public SessionMeter? Meter { get; init; }

    /// <summary>Gets its guardrails; null: it has none.</summary>
    public GuardrailSetup? Guardrails { get; init; }

    /// <summary>Gets where the ids of the gateway's own events come from.</summary>
    public required IEventIdSource EventIds { get; init; }

    /// <summary>Gets the clock.</summary>
    public required TimeProvider Time { get; init; }
}
