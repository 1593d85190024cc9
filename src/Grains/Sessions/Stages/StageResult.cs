namespace Realtime.Grains.Sessions.Stages;

/// <summary>What a stage did with an event.</summary>
internal enum StageResult
{
    /// <summary>The event goes on as it is.</summary>
    Pass = 0,

    /// <summary>The stage has taken it: it was dropped, is held, or another one was put in its place.</summary>
    Taken = 1,
}
