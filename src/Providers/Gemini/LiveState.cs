using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.Gemini.Output;
using Realtime.Providers.Gemini.Settings;

namespace Realtime.Providers.Gemini;

/// <summary>What the parts of a translator share.</summary>
/// <param name="traits">The model.</param>
/// <param name="output">Where everything is written to.</param>
internal sealed class LiveState(ModelTraits traits, LiveOutput output)
{
    /// <summary>Gets the model's traits.</summary>
    public ModelTraits Traits => traits;

    /// <summary>Gets where everything is written to.</summary>
    public LiveOutput Output => output;

    /// <summary>Gets or sets what the session does for the translator.</summary>
    public IUpstreamHost Host { get; set; } = null!;

    /// <summary>Gets or sets what does work after a while, as if the service had sent something then. Dispose what it gives to call it off.</summary>
    public Func<TimeSpan, Action, IDisposable> Schedule { get; set; } = null!;

    /// <summary>Gets or sets the settings in force.</summary>
    public LiveSettings Settings { get; set; } = null!;

    /// <summary>Gets or sets what outlives the connection.</summary>
    public LiveMemory Memory { get; set; } = new();

    /// <summary>Gets or sets the conversation's id.</summary>
    public string ConversationId { get; set; } = "";
}
