namespace Realtime.Protocol.Conversations;

/// <summary>Follows one running response: what was told of it, so that it can be closed when its upstream is lost.</summary>
internal sealed class ResponseTracker(string id, bool isOutOfBand, string? metadata, string? json)
{
    private const int MaxOutputs = 128;

    private readonly List<OutputTracker> _outputs = [];

    public string Id => id;

    public bool IsOutOfBand => isOutOfBand;

    /// <summary>Gets the outputs by their index.</summary>
    public IReadOnlyList<OutputTracker> Outputs => _outputs;

    public string? Json => json;

    /// <summary>Gets the client's event that asked for it; empty if the provider began it by itself.</summary>
    public byte[] Request { get; init; } = [];

    public bool IsCancelled { get; set; }

    public static ResponseTracker From(ConversationResponse response)
    {
        var tracker = new ResponseTracker(response.Id, response.IsOutOfBand, response.Metadata, response.Json)
        {
            Request = response.Request,
            IsCancelled = response.IsCancelled,
        };
        tracker._outputs.AddRange(response.Outputs.Select(OutputTracker.From));
        return tracker;
    }

    public ConversationResponse ToResponse() => new()
    {
        Id = Id,
        IsOutOfBand = IsOutOfBand,
        Metadata = metadata,
        Json = Json,
        Request = Request,
        IsCancelled = IsCancelled,
        Outputs = [.. Outputs.Select(output => output.ToOutput())],
    };

    public OutputTracker? Find(string itemId) => _outputs.Find(output => output.Item.Id == itemId);

    /// <summary>Gets the output with this item, following it from now on if it is new; null if there are too many.</summary>
    public OutputTracker? Follow(ConversationItem item)
    {
        var output = Find(item.Id);
        if (output is null && _outputs.Count < MaxOutputs)
        {
            output = new OutputTracker(item) { OutputIndex = _outputs.Count };
            _outputs.Add(output);
        }

        return output;
    }

    /// <summary>Says where an output stands.</summary>
    public void Place(OutputTracker output, int outputIndex)
    {
        output.OutputIndex = outputIndex;
        _outputs.Remove(output);
        _outputs.Insert(_outputs.Count(other => other.OutputIndex <= outputIndex), output);
    }
}
