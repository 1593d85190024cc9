using Realtime.Providers.Gemini.Items;

namespace Realtime.Providers.Gemini;

/// <summary>
/// What a connection knows and leaves for the one that replaces it. A successor may open while this connection still serves, so that it takes a
/// copy (<see cref="Successor"/>); the items it gets from the session.
/// </summary>
internal sealed class LiveMemory
{
    private readonly Lock _gate = new();
    private readonly List<string> _unsent = [];
    private string? _handle;
    private string? _model;
    private string? _lastItemId;
    private string? _answeredId;
    private string? _tried;
    private bool _knowsTooMuch;

    /// <summary>Gets or sets a value indicating whether the client heard the voice, which stays then.</summary>
    public bool HasSpoken { get; set; }

    /// <summary>Gets or sets how much audio the client sent, in milliseconds: the clock of the user's turns.</summary>
    public double AudioMs { get; set; }

    /// <summary>Gets the conversation's items.</summary>
    public ItemStore Items { get; } = new();

    /// <summary>Gets the function calls.</summary>
    public FunctionCalls Calls { get; } = new();

    /// <summary>Gets a value indicating whether there are texts that the model has not seen yet, where the service takes none between turns.</summary>
    public bool HasUnsent => _unsent.Count > 0;

    /// <summary>
    /// Notes that the model has answered: what came up to here the service knows, and a handle that comes stands for it. Of what comes after it
    /// cannot be told whether the handle was given before or after.
    /// </summary>
    public void Answered()
    {
        lock (_gate)
        {
            _answeredId = Items.LastId;
        }
    }

    /// <summary>
    /// Keeps the newest handle with which the service resumes the talk. One that comes after the client has gone on is of no use while there is
    /// another: whether it stands for what the client said since cannot be told, so that it would be told twice or not at all.
    /// </summary>
    /// <param name="handle">The handle.</param>
    /// <param name="model">The model that it belongs to.</param>
    public void Resumable(string handle, string model)
    {
        lock (_gate)
        {
            if (_knowsTooMuch || (_handle is not null && _model == model && Items.LastId != _answeredId))
            {
                return;
            }

            (_handle, _model, _lastItemId) = (handle, model, _answeredId);
        }
    }

    /// <summary>Gives the handle to resume by. A handle with which an attempt failed is not given again: the service refuses it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="lastItemId">The last item that the service then knows; null for none.</param>
    /// <returns>The handle; null when there is none for the model.</returns>
    public string? TryHandle(string model, out string? lastItemId)
    {
        lock (_gate)
        {
            lastItemId = _lastItemId;
            if (_model != model || _handle is null || _handle == _tried)
            {
                return null;
            }

            _tried = _handle;
            return _handle;
        }
    }

    /// <summary>Notes that the service resumed the talk, so that the handle may be used again until there is a newer one.</summary>
    public void Resumed()
    {
        lock (_gate)
        {
            _tried = null;
        }
    }

    /// <summary>Notes that the service knows what was deleted: the talk is not resumed, the next connection is told the history that is left.</summary>
    public void Unlearn()
    {
        lock (_gate)
        {
            (_knowsTooMuch, _handle) = (true, null);
        }
    }

    /// <summary>Keeps a text until the client asks for the answer.</summary>
    /// <param name="text">The text.</param>
    public void Keep(string text)
    {
        lock (_gate)
        {
            _unsent.Add(text);
        }
    }

    /// <summary>Takes the kept texts out.</summary>
    /// <returns>The texts.</returns>
    public IReadOnlyList<string> TakeUnsent()
    {
        lock (_gate)
        {
            string[] texts = [.. _unsent];
            _unsent.Clear();
            return texts;
        }
    }

    /// <summary>Makes the memory of a connection that replaces this one. No handle is given while functions are open, so that it knows of none.</summary>
    /// <param name="isResumed">Whether the service resumes the talk; if not, the history tells it all texts.</param>
    /// <returns>The memory.</returns>
    public LiveMemory Successor(bool isResumed)
    {
        lock (_gate)
        {
            var next = new LiveMemory { HasSpoken = HasSpoken, AudioMs = AudioMs };
            if (isResumed)
            {
                (next._handle, next._model, next._lastItemId, next._answeredId) = (_handle, _model, _lastItemId, _lastItemId);
                next._unsent.AddRange(_unsent);
            }

            return next;
        }
    }
}
