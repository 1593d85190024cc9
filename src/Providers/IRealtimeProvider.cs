using Realtime.Configuration;
using Realtime.Protocol.Translation;

namespace Realtime.Providers;

/// <summary>One kind of upstream: how to connect to a deployment of it and how its protocol maps to the canonical one.</summary>
public interface IRealtimeProvider
{
    /// <summary>Gets LiteLLM's names of the provider, the part of <c>litellm_params.model</c> before the slash.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Opens a connection. Expected failures are values.</summary>
    /// <param name="request">What to connect for.</param>
    /// <param name="cancellationToken">Ends the attempt, also at the deployment's time-out.</param>
    /// <returns>The connection or why there is none.</returns>
    Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken);

    /// <summary>Gets the form that the deployment's upstream speaks; only meaningful for providers that speak OpenAI's protocol.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>The form.</returns>
    Dialect GetDialect(Deployment deployment);

    /// <summary>Makes the translator for one connection.</summary>
    /// <param name="request">What the connection is for.</param>
    /// <returns>The translator, or null when the upstream speaks the canonical form.</returns>
    IEdgeTranslator? CreateTranslator(UpstreamRequest request);

    /// <summary>Gets how long the provider lets one connection live, so that it is replaced at a turn's end before that.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>The time; null where the provider says it by itself or has no limit.</returns>
    TimeSpan? GetConnectionLimit(Deployment deployment) => null;
}
