namespace Realtime.Configuration;

/// <summary>Where a deployment on Vertex AI lives and how it proves who it is.</summary>
public sealed record VertexOptions
{
    /// <summary>Gets the options of a deployment that names none.</summary>
    public static VertexOptions None { get; } = new();

    /// <summary>Gets the Google Cloud project (<c>vertex_project</c>, else <c>VERTEXAI_PROJECT</c>); null: the credentials' own.</summary>
    public string? Project { get; init; }

    /// <summary>Gets the region (<c>vertex_location</c>, else <c>VERTEXAI_LOCATION</c>); null: <c>us-central1</c>.</summary>
    public string? Location { get; init; }

    /// <summary>
    /// Gets the service account (<c>vertex_credentials</c>, else <c>GOOGLE_APPLICATION_CREDENTIALS</c>): a file's path or the JSON
    /// text; null: the machine's own identity.
    /// </summary>
    public Secret? Credentials { get; init; }
}
