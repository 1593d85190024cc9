using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>A response while it comes.</summary>
/// <param name="id">Its id.</param>
/// <param name="request">What the client asked for; null when the service answers by itself.</param>
/// <param name="writesText">Whether it is text.</param>
internal sealed class OpenResponse(string id, ResponseRequest? request, bool writesText)
{
    /// <summary>Gets the id.</summary>
    public string Id => id;

    /// <summary>Gets the client's metadata, if it gave any.</summary>
    public JsonNode? Metadata => request?.Metadata;

    /// <summary>Gets a value indicating whether the client gets it as text.</summary>
    public bool WritesText => writesText;

    /// <summary>Gets the items that are done.</summary>
    public List<JsonObject> Output { get; } = [];

    /// <summary>Gets or sets the message under way.</summary>
    public OpenMessage? Message { get; set; }

    /// <summary>Gets or sets how many items there were.</summary>
    public int Count { get; set; }

    /// <summary>Gets or sets a value indicating whether the model is through with it.</summary>
    public bool IsGenerated { get; set; }

    /// <summary>Gets or sets a value indicating whether functions are called in it.</summary>
    public bool HasCalls { get; set; }
}
