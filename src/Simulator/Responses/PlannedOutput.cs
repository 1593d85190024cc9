using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Responses;

/// <summary>One item that a response will hold.</summary>
internal abstract record PlannedOutput
{
    /// <summary>A message.</summary>
    /// <param name="Text">What it says.</param>
    /// <param name="Voice">Its sound, where it is not spoken by the simulator's own voice.</param>
    internal sealed record Message(string Text, AudioClip? Voice = null) : PlannedOutput;

    /// <summary>A function call.</summary>
    internal sealed record Call(string Name, string Arguments) : PlannedOutput;
}
