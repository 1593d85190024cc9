using System.Collections.Frozen;
using Realtime.Protocol.Translation;

namespace Realtime.Configuration;

/// <summary>One entry of <c>model_list</c>: a provider's model with the credentials and limits it is reached with. Immutable.</summary>
public sealed record Deployment
{
    /// <summary>The time that connecting and the provider's first event may take when <c>timeout</c> is given neither here nor in <c>router_settings</c>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The age at which a connection that was opened ahead is replaced when <c>warm_connection_max_age</c> is not given.</summary>
    public static readonly TimeSpan DefaultWarmConnectionMaxAge = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Gets the id: <c>model_info.id</c>, else a hash of what makes the deployment (names and addresses, no secrets and no limits),
    /// the same in every process and after a changed key or limit.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>Gets the model group: the name, or the pattern with <c>*</c>, that clients ask for (<c>model_name</c>).</summary>
    public required string ModelName { get; init; }

    /// <summary>Gets the provider, one of <see cref="ProviderNames"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the provider's own name of the model (Azure: of the deployment), without LiteLLM's provider prefix.</summary>
    public required string ProviderModel { get; init; }

    /// <summary>Gets <c>litellm_params.model</c> as written, with prefix and wildcard.</summary>
    public string LiteLlmModel { get; init; } = "";

    /// <summary>Gets <c>custom_llm_provider</c>; null when the prefix of the model decides.</summary>
    public string? CustomProvider { get; init; }

    /// <summary>Gets the key; null when the deployment needs none or proves itself otherwise.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>
    /// Gets the provider's address (<c>api_base</c>), with scheme http, https, ws or wss; null: the provider's own. It may hold a
    /// user and password: show it by <see cref="ApiBaseText"/>.
    /// </summary>
    public Uri? ApiBase { get; init; }

    /// <summary>Gets Azure's <c>api_version</c>; null for the GA form.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Gets OpenAI's organization.</summary>
    public string? Organization { get; init; }

    /// <summary>Gets the form of the protocol that <c>realtime_protocol</c> names (<c>GA</c>, <c>v1</c>, <c>beta</c>); null when not said.</summary>
    public Dialect? RealtimeProtocol { get; init; }

    /// <summary>
    /// Gets the form of the protocol that the provider speaks: <see cref="RealtimeProtocol"/>, else for Azure by
    /// <see cref="ApiVersion"/> (dated: beta; none, <c>v1</c>, <c>latest</c>, <c>preview</c>: GA), else GA.
    /// </summary>
    public Dialect Dialect { get; init; }

    /// <summary>Gets what belongs to Azure.</summary>
    public AzureOptions Azure { get; init; } = AzureOptions.None;

    /// <summary>Gets what belongs to Vertex AI.</summary>
    public VertexOptions Vertex { get; init; } = VertexOptions.None;

    /// <summary>Gets what belongs to Amazon Bedrock.</summary>
    public AwsOptions Aws { get; init; } = AwsOptions.None;

    /// <summary>Gets how the provider's certificate is checked.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>Gets the time that the upgrade and the wait for the provider's first event may take together (<c>timeout</c>).</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Gets the time without a frame in either direction that ends a session; null: <c>general_settings</c> decide.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the longest a session may last; null: <c>general_settings</c> decide.</summary>
    public TimeSpan? MaxSessionDuration { get; init; }

    /// <summary>Gets the headers added to the provider's upgrade request (<c>headers</c>, then <c>extra_headers</c>).</summary>
    public IReadOnlyDictionary<string, Secret> ExtraHeaders { get; init; } = FrozenDictionary<string, Secret>.Empty;

    /// <summary>Gets the query parameters added to the provider's URL (<c>extra_query</c>).</summary>
    public IReadOnlyDictionary<string, Secret> ExtraQuery { get; init; } = FrozenDictionary<string, Secret>.Empty;

    /// <summary>Gets the provider's voice for each voice that a client may name (<c>voice_map</c>); others pass unchanged.</summary>
    public IReadOnlyDictionary<string, string> VoiceMap { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// Gets the model, on Azure the deployment, that transcribes the client's speech in place of the one that the client names
    /// (<c>transcription_model</c>); null: the client's.
    /// </summary>
    public string? TranscriptionModel { get; init; }

    /// <summary>Gets the requests a minute that the deployment takes; null: no limit.</summary>
    public int? Rpm { get; init; }

    /// <summary>Gets the tokens a minute that the deployment takes; null: no limit.</summary>
    public long? Tpm { get; init; }

    /// <summary>Gets the number of sessions at a time that the deployment takes; null: no limit.</summary>
    public int? MaxParallelRequests { get; init; }

    /// <summary>Gets the share of sessions for weighted routing; null when not said.</summary>
    public double? Weight { get; init; }

    /// <summary>Gets the tier: lower ones are used first; null when not said.</summary>
    public int? Order { get; init; }

    /// <summary>Gets the tags for routing by tag.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the spend in US dollars after which the deployment rests (<c>max_budget</c>); null: no limit.</summary>
    public decimal? MaxBudget { get; init; }

    /// <summary>Gets the period of <see cref="MaxBudget"/> (<c>budget_duration</c>).</summary>
    public TimeSpan? BudgetDuration { get; init; }

    /// <summary>Gets the rest after failures (<c>cooldown_time</c>); null: <see cref="RouterSettings.CooldownTime"/>.</summary>
    public TimeSpan? CooldownTime { get; init; }

    /// <summary>Gets the failures a minute before a rest (<c>allowed_fails</c>); null: <see cref="RouterSettings.AllowedFails"/>.</summary>
    public int? AllowedFails { get; init; }

    /// <summary>Gets how many connections each silo keeps open ahead for sessions to come (<c>warm_connections</c>; default none).</summary>
    public int WarmConnections { get; init; }

    /// <summary>Gets the age at which a connection that was opened ahead is replaced (<c>warm_connection_max_age</c>; default 4 minutes).</summary>
    public TimeSpan WarmConnectionMaxAge { get; init; } = DefaultWarmConnectionMaxAge;

    /// <summary>Gets the names of the guardrails that apply to every session on it.</summary>
    public IReadOnlyList<string> Guardrails { get; init; } = [];

    /// <summary>Gets what happens to a session whose provider's connection is lost.</summary>
    public UpstreamLossAction OnUpstreamLoss { get; init; }

    /// <summary>
    /// Gets how long the provider lets one connection live, where that is not the provider's general limit (<c>connection_limit</c>); null: not said.
    /// </summary>
    public TimeSpan? ConnectionLimit { get; init; }

    /// <summary>Gets a value indicating whether provider events of unknown type are kept from the client (default: passed on).</summary>
    public bool DropUnknownEvents { get; init; }

    /// <summary>
    /// Gets the deployment's own prices in US dollars by LiteLLM's field name, for instance <c>input_cost_per_audio_token</c>; from
    /// <c>litellm_params</c>, else <c>model_info</c>.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> Prices { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>Gets the rest of <c>model_info</c>.</summary>
    public ModelInfo Info { get; init; } = ModelInfo.None;

    /// <summary>Gets the provider's address without user, password and query, fit for logs; null when it is the provider's own.</summary>
    public string? ApiBaseText => ApiBase?.GetComponents(
        UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>
    /// Gets the deployment for each provider that can be used, when the provider stands in what the client asks for (<c>model: "*"</c>);
    /// null otherwise.
    /// </summary>
    internal IReadOnlyDictionary<string, Deployment>? ProviderVariants { get; init; }

    /// <summary>Gets a digest of everything that the file says about the deployment, secrets included, to see what a reload changed.</summary>
    internal string Fingerprint { get; init; } = "";

    /// <summary>Gives the id and names, without secrets and addresses.</summary>
    public override string ToString() => $"{ModelName} ({Id}: {Provider}/{ProviderModel})";
}
