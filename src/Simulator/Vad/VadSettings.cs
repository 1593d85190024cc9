namespace Realtime.Simulator.Vad;

/// <summary>What the detector listens for.</summary>
/// <param name="Threshold">How sure it must be that a frame is speech, 0 to 1.</param>
/// <param name="PrefixPaddingMs">How much audio before the speech belongs to it.</param>
/// <param name="SilenceMs">How long a pause ends it.</param>
internal sealed record VadSettings(double Threshold, int PrefixPaddingMs, int SilenceMs);
