using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Settings;

namespace Realtime.Providers.Bedrock.Upstream;

/// <summary>The stream on the provider's side: its beginning, the history before its audio, the audio.</summary>
internal sealed class NovaStream
{
    private const int WideInput = 16_000;
    private const int WideOutput = 24_000;

    // A stream without audio is given up by the service; until then a client may still put history in.
    private static readonly TimeSpan AudioAfter = TimeSpan.FromSeconds(1);

    private readonly NovaContext _context;
    private readonly ItemText _text;

    /// <summary>Initializes a new instance of the <see cref="NovaStream"/> class.</summary>
    /// <param name="context">What is shared.</param>
    public NovaStream(NovaContext context)
    {
        _context = context;
        _text = new ItemText(context.Items, context.Carry.Spoken);
        Writer = new NovaWriter(context.Output);
        Feed = new AudioFeed(Writer, context.Output, context.Host, context.Carry.Recent);
    }

    /// <summary>Gets what writes events of the stream.</summary>
    public NovaWriter Writer { get; }

    /// <summary>Gets the user's audio.</summary>
    public AudioFeed Feed { get; }

    /// <summary>Gets what writes items as text.</summary>
    public ItemText ItemText => _text;

    /// <summary>Gets what the stream began with; null before it has begun.</summary>
    public NovaSettings? BegunWith { get; private set; }

    /// <summary>Gets the rate of the model's audio on it.</summary>
    public int OutputRate { get; private set; }

    /// <summary>Gets or sets a value indicating whether it must not begin yet, since its predecessors failed.</summary>
    public bool IsHeldBack { get; set; }

    /// <summary>Begins it, unless it has.</summary>
    /// <returns>Whether it has begun.</returns>
    public bool Begin()
    {
        if (BegunWith is not null || IsHeldBack)
        {
            return BegunWith is not null;
        }

        var session = _context.Session;
        BegunWith = session.Stream;
        Feed.Use(NovaSettings.StreamRate(session.InputFormat, WideInput));
        OutputRate = NovaSettings.StreamRate(session.OutputFormat, WideOutput);
        Writer.SessionStart(BegunWith);
        Writer.PromptStart(BegunWith, OutputRate);
        Writer.Text("SYSTEM", BegunWith.Instructions, isInteractive: false);
        _context.After(AudioAfter, StartAudio);
        return true;
    }

    /// <summary>Begins the audio, after the history that goes before it. From then on history can be put in by a fresh stream alone.</summary>
    public void StartAudio()
    {
        if (!Begin() || Feed.IsStarted)
        {
            return;
        }

        var unsent = _context.Items.Unsent;
        var lines = new List<(string Role, string Text)>();
        foreach (var item in unsent.Take(HistoryLength(unsent)))
        {
            item.IsSent = true;
            lines.Add(_text.Line(item));
        }

        foreach (var (role, text) in HistoryBlocks.Make(lines))
        {
            Writer.Text(role, text, isInteractive: false);
        }

        Feed.Start();
    }

    // What follows the model's last words asks for an answer, which comes when the client wants it. Only speech is answered by the first
    // generation, so there everything is history.
    private int HistoryLength(IReadOnlyList<NovaItem> items)
    {
        if (!_context.Session.Model.TakesTextTurns)
        {
            return items.Count;
        }

        var length = items.Count;
        while (length > 0 && !items[length - 1].IsOfModel)
        {
            length--;
        }

        return length;
    }

    /// <summary>Says a turn again that was spoken on the stream before and not answered there.</summary>
    public void SayAgain()
    {
        var recent = _context.Carry.Recent;
        if (!recent.HasSpeech || !Begin())
        {
            return;
        }

        var rate = recent.Rate;
        var audio = recent.Take();
        StartAudio();
        Feed.Speak(Feed.AtRate(audio, rate));
    }
}
