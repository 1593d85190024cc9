namespace Realtime.Providers.Gemini.Models;

/// <summary>The generations of Live models, whose rules for what may be sent when differ.</summary>
internal enum ModelFamily
{
    /// <summary>2.0 and 2.5: content at any time, next to the stream of audio.</summary>
    Live25 = 0,

    /// <summary>3.1: content only as history at the start; text goes by <c>realtimeInput.text</c>.</summary>
    Live31 = 1,

    /// <summary>3.8 and later: content at any time, instructions and tools can be changed by <c>contextUpdate</c>.</summary>
    Live38 = 2,
}
