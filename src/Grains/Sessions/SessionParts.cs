using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Grains.Sessions.Stages;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Conversations;

namespace Realtime.Grains.Sessions;

/// <summary>What the two sides of a running session share.</summary>
internal sealed record SessionParts
{
    /// <summary>Gets what the session is.</summary>
    public required SessionSetup Setup { get; init; }

    /// <summary>Gets the client's link.</summary>
    public required IClientLink Client { get; init; }

    /// <summary>Gets what is written to the client.</summary>
    public required ClientOutput Output { get; init; }

    /// <summary>Gets the state of the talk.</summary>
    public required Conversation Conversation { get; init; }

    /// <summary>Gets the audio that a fresh upstream would need; null when upstreams are not replaced.</summary>
    public required KeptInputAudio? Audio { get; init; }

    /// <summary>Gets what keeps the client's pump out while an upstream is exchanged.</summary>
    public required BiasedGate ClientGate { get; init; }

    /// <summary>Gets the stage that knows the deployment's model.</summary>
    public required ModelCheckStage Model { get; init; }

    /// <summary>Gets the stage of the guardrails; null where none has to see the session's events.</summary>
    public GuardrailStage? Guard { get; init; }

    /// <summary>Gets the stage that makes upstreams look like one.</summary>
    public required ContinuityStage Continuity { get; init; }

    /// <summary>Gets the clock that ends idle sessions.</summary>
    public required SessionClock Clock { get; init; }

    /// <summary>Gets what takes the session's figures.</summary>
    public required SessionTelemetry Telemetry { get; init; }

    /// <summary>Gets the log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Gets the bounds of replacing an upstream.</summary>
    public ReplacementOptions Options { get; init; } = new();

    /// <summary>Gets what opens further upstreams; null when the session ends with its first one.</summary>
    public IUpstreamSource? Source { get; init; }
}
