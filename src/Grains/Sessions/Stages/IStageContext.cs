using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Where a stage puts canonical events: they go on from the stage's own place in the pipeline.</summary>
internal interface IStageContext
{
    /// <summary>Sends an event up, through the stages nearer to the provider.</summary>
    /// <param name="message">The event.</param>
    void ToUpstream(in EventMessage message);

    /// <summary>Sends an event down, through the stages nearer to the client.</summary>
    /// <param name="message">The event.</param>
    void ToClient(in EventMessage message);
}
