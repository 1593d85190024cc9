namespace Realtime.Grains.Interfaces.ClientSecrets;

/// <summary>What a client secret is bound to.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.ClientSecretBinding")]
public sealed record ClientSecretBinding
{
    /// <summary>Gets the caller's key, as the SHA-256 in hexadecimal; empty where no key is required.</summary>
    [Id(0)]
    public required string KeyHash { get; init; }

    /// <summary>Gets the model's name.</summary>
    [Id(1)]
    public required string Model { get; init; }

    /// <summary>Gets the session settings, a GA session object in UTF-8 JSON; null for none.</summary>
    [Id(2)]
    public byte[]? Settings { get; init; }

    /// <summary>Gets the intent of the sessions that it starts, as <c>transcription</c>; null for a conversation.</summary>
    [Id(3)]
    public string? Intent { get; init; }

    /// <summary>Gets when it can start no more sessions; running ones outlive it.</summary>
    [Id(4)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets a value indicating whether the caller's key is a virtual one, whose limits hold for the secret's sessions.</summary>
    [Id(5)]
    public bool IsVirtual { get; init; }
}
