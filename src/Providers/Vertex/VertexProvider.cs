using Realtime.Configuration;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.WebSockets;

namespace Realtime.Providers.Vertex;

/// <summary>Gemini's Live API on Vertex AI: the same messages at another address, by another credential.</summary>
internal sealed class VertexProvider(WebSocketConnector connector, GoogleTokens tokens, IEventIdSource ids, SetupTrust trust) : IRealtimeProvider
{
    private const string DefaultLocation = "us-central1";
    private const string DefaultVersion = "v1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [ProviderNames.VertexAI];

    /// <inheritdoc/>
    public Dialect GetDialect(Deployment deployment) => Dialect.Ga;

    /// <inheritdoc/>
    public IEdgeTranslator? CreateTranslator(UpstreamRequest request)
    {
        var deployment = request.Deployment;
        var traits = ModelTraits.For(ModelNames.Bare(deployment.ProviderModel), SetupModel(deployment), isVertex: true);
        return new LiveTranslator(traits, deployment.ProviderModel, deployment.VoiceMap, ids, trust.For(deployment));
    }

    /// <inheritdoc/>
    public async Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string> credential;
        if (request.Deployment.ApiKey is { } key)
        {
            credential = new("x-goog-api-key", key.Reveal());
        }
        else
        {
            var (token, refusal) = await tokens.GetAsync(request.Deployment, cancellationToken).ConfigureAwait(false);
            if (token is null)
            {
                return UpstreamConnectResult.Refused(refusal!);
            }

            credential = new("Authorization", "Bearer " + token);
        }

        var result = await connector.ConnectAsync(Endpoint(request, credential), request, cancellationToken).ConfigureAwait(false);
        return result.Connection is null
            ? result
            : UpstreamConnectResult.Connected(new LiveConnection(result.Connection, trust.For(request.Deployment)));
    }

    /// <summary>Builds the endpoint.</summary>
    /// <param name="request">What the connection is for.</param>
    /// <param name="credential">The header that carries the credential.</param>
    /// <returns>The endpoint.</returns>
    internal static UpstreamEndpoint Endpoint(UpstreamRequest request, KeyValuePair<string, string> credential)
    {
        var deployment = request.Deployment;
        var location = Location(deployment);
        var host = location == "global" ? "aiplatform.googleapis.com" : location + "-aiplatform.googleapis.com";
        var version = deployment.ApiVersion is { Length: > 0 } given && given[0] == 'v' ? given : DefaultVersion;
        var root = LiveAddress.Root(deployment.ApiBase ?? new Uri("https://" + host));
        return new UpstreamEndpoint(
            RealtimeUri.Build(root, $"/ws/google.cloud.aiplatform.{version}.LlmBidiService/BidiGenerateContent", []), [credential]);
    }

    /// <summary>Names the model as <c>setup.model</c> wants it.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>The name.</returns>
    internal static string SetupModel(Deployment deployment)
    {
        if (deployment.ProviderModel.StartsWith("projects/", StringComparison.Ordinal))
        {
            return deployment.ProviderModel;
        }

        var model = "publishers/google/models/" + ModelNames.Bare(deployment.ProviderModel);
        var project = deployment.Vertex.Project ?? GoogleTokens.ProjectOf(deployment.Vertex);
        return deployment.ApiKey is not null && project is null ? model : $"projects/{project}/locations/{Location(deployment)}/{model}";
    }

    private static string Location(Deployment deployment) => deployment.Vertex.Location ?? DefaultLocation;
}
