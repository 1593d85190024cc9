using Realtime.Providers.Gemini.Items;

namespace Realtime.Providers.Gemini;

/// <summary>What a connection leaves for the one that replaces it.</summary>
internal sealed class LiveMemory
{
    /// <summary>Gets or sets the newest handle with which the service resumes the talk; null when there is none.</summary>
    public string? Handle { get; set; }

    /// <summary>Gets or sets the model that the handle belongs to.</summary>
    public string? Model { get; set; }

    /// <summary>Gets or sets a value indicating whether the client heard the voice, which stays then.</summary>
    public bool HasSpoken { get; set; }

    /// <summary>Gets or sets how much audio the client sent, in milliseconds: the clock of the user's turns.</summary>
    public double AudioMs { get; set; }

    /// <summary>Gets the conversation's items.</summary>
    public ItemStore Items { get; } = new();

    /// <summary>Gets the function calls.</summary>
    public FunctionCalls Calls { get; } = new();

    /// <summary>Gets the texts that the model has not seen yet, where the service takes none between turns.</summary>
    public List<string> Unsent { get; } = [];
}
