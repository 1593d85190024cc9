using Realtime.Grains.Interfaces.ClientSecrets;

namespace Realtime.Grains.ClientSecrets;

/// <summary>What is stored of a client secret.</summary>
[GenerateSerializer]
[Alias("Realtime.ClientSecretState")]
internal sealed class ClientSecretState
{
    /// <summary>Gets or sets the binding; null when there is none.</summary>
    [Id(0)]
    public ClientSecretBinding? Binding { get; set; }
}
