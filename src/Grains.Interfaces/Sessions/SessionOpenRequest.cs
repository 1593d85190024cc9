using Realtime.Grains.Interfaces.Deployments;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>What a client asked for, after its key was checked.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionOpenRequest")]
public sealed record SessionOpenRequest
{
    /// <summary>Gets the model's name as the client gave it.</summary>
    [Id(0)]
    public required string Model { get; init; }

    /// <summary>Gets the form of the protocol that the client speaks.</summary>
    [Id(1)]
    public required Dialect ClientDialect { get; init; }

    /// <summary>Gets the query's <c>intent</c>, as <c>transcription</c>; null without one.</summary>
    [Id(2)]
    public string? Intent { get; init; }

    /// <summary>Gets the provider parameters of the query, those that the provider documents.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the session settings that a client secret is bound to: a GA session object in UTF-8 JSON, or null.</summary>
    [Id(4)]
    public byte[]? BoundSettings { get; init; }

    /// <summary>Gets the models that the caller's key may use; null means all.</summary>
    [Id(5)]
    public IReadOnlyList<string>? AllowedModels { get; init; }

    /// <summary>Gets the W3C trace context of the upgrade request, or null.</summary>
    [Id(6)]
    public string? TraceParent { get; init; }

    /// <summary>Gets the gateway that holds the client's socket, when it is another process.</summary>
    [Id(7)]
    public string? GatewayId { get; init; }

    /// <summary>
    /// Gets a value indicating whether the client came by one of Azure's addresses, which name a deployment: the model that its events
    /// name is then that of which the deployment is made, and does not choose anything.
    /// </summary>
    [Id(8)]
    public bool NamesDeployment { get; init; }

    /// <summary>Gets the request's tags: those of its key, of its team and of the header <c>x-litellm-tags</c>.</summary>
    [Id(9)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the routing that the key or the team asks for; null for the configuration's.</summary>
    [Id(10)]
    public RoutingOverrides? Routing { get; init; }

    /// <summary>Gets on whose behalf the session runs; null: nobody's, as where no key is required.</summary>
    [Id(20)]
    public SessionPrincipal? Principal { get; init; }

    /// <summary>Gets the guardrails that the query asks for by name.</summary>
    [Id(25)]
    public IReadOnlyList<string> RequestedGuardrails { get; init; } = [];

    /// <summary>Gets the hash of the key on whose behalf the client came; a client that returns must come with the same.</summary>
    [Id(40)]
    public string KeyHash { get; init; } = "";

    /// <summary>Gets how the client learns the token with which it may return.</summary>
    [Id(41)]
    public ResumeOffer Resume { get; init; }
}
