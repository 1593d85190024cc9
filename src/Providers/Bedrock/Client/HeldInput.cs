using Realtime.Providers.Bedrock.Items;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>What waits for the client to ask for an answer, by the way in which it goes up.</summary>
internal sealed class HeldInput
{
    private readonly List<NovaItem> _written = [];

    /// <summary>Initializes a new instance of the <see cref="HeldInput"/> class.</summary>
    /// <param name="context">What is shared.</param>
    public HeldInput(NovaContext context)
    {
        var text = new ItemText(context.Items, context.Carry.Spoken);
        var lines = new List<string>();
        var speech = new List<NovaItem>();
        var results = new List<NovaItem>();
        foreach (var item in context.Items.Unsent)
        {
            if (item.IsResult && context.OpenCalls.Contains(item.CallId!))
            {
                results.Add(item);
            }
            else if (context.Carry.Manual.Holds(item.Id))
            {
                speech.Add(item);
            }
            else
            {
                _written.Add(item);
                lines.Add(text.Line(item).Text);
            }
        }

        (Lines, Speech, Results) = ([.. lines.Where(line => line.Length > 0)], speech, results);
        Fits = _written.TrueForAll(item => !item.IsOfModel)
            && (Lines.Count == 0 || (context.Session.Model.TakesTextTurns && speech.Count == 0));
    }

    /// <summary>Gets what is written to the model as the user.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Gets turns that the client ended itself.</summary>
    public IReadOnlyList<NovaItem> Speech { get; }

    /// <summary>Gets results of calls that the stream waits for.</summary>
    public IReadOnlyList<NovaItem> Results { get; }

    /// <summary>
    /// Gets a value indicating whether all of it can go up on a stream whose audio has begun. The model's own words cannot, nor can text beside
    /// speech, since both would be answered; and the first generation answers no text.
    /// </summary>
    public bool Fits { get; }

    /// <summary>Notes that the text has gone up.</summary>
    public void Sent() => _written.ForEach(item => item.IsSent = true);
}
