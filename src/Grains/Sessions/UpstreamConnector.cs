using Microsoft.Extensions.Logging;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>Connects to one deployment and waits for the provider's first event, all within the deployment's time-out.</summary>
internal sealed partial class UpstreamConnector(ProviderRegistry providers, TimeProvider time, ILogger<UpstreamConnector> logger)
{
    /// <summary>Connects.</summary>
    /// <param name="request">The deployment and what for.</param>
    /// <param name="start">What the connection begins with. Its settings must be taken before the connection counts as open.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, or why there is none.</returns>
    public async Task<UpstreamConnectOutcome> ConnectAsync(
        UpstreamRequest request, UpstreamStart start, CancellationToken cancellationToken)
    {
        var deployment = request.Deployment;
        if (providers.Find(deployment.Provider) is not { } provider)
        {
            return UpstreamConnectOutcome.Refused(new UpstreamRefusal(
                UpstreamRefusalKind.Refused, $"The provider '{deployment.Provider}' has no realtime connection in this version."));
        }

        var begin = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(deployment.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        IUpstreamConnection? connection = null;
        try
        {
            var result = await provider.ConnectAsync(request, either.Token).ConfigureAwait(false);
            if (result.Connection is null)
            {
                return UpstreamConnectOutcome.Refused(result.Refusal!);
            }

            connection = result.Connection;
            var translator = provider.CreateTranslator(request);
            var opening = new UpstreamOpening(connection, translator, time, deployment.Id);
            if (await opening.RunAsync(start, either.Token).ConfigureAwait(false) is { } refusal)
            {
                return UpstreamConnectOutcome.Refused(refusal);
            }

            var link = new UpstreamLink
            {
                Deployment = deployment,
                Dialect = provider.GetDialect(deployment),
                Connection = connection,
                Translator = translator,
                Host = opening.Host,
                Replay = opening.Replay,
                OpenedAt = time.GetTimestamp(),
                Limit = deployment.ConnectionLimit ?? ConnectionLimit.Of(provider.GetConnectionLimit(deployment), opening.ExpiresAt, time.GetUtcNow()),
                FirstEvents = opening.Events,
                PendingRead = opening.PendingRead,
                ConnectTime = time.GetElapsedTime(begin),
            };
            connection = null;
            return UpstreamConnectOutcome.Connected(link);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return UpstreamConnectOutcome.Refused(new UpstreamRefusal(
                UpstreamRefusalKind.Timeout, $"The provider did not answer within {deployment.Timeout.TotalSeconds:0.###} s."));
        }
#pragma warning disable CA1031 // A fault in one provider's code must cost one deployment, and not the session that another one could serve.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogConnectFailed(deployment.Id, exception);
            return UpstreamConnectOutcome.Refused(new UpstreamRefusal(UpstreamRefusalKind.Unreachable, "The connection to the provider failed."));
        }
        finally
        {
            if (connection is not null)
            {
                // Not awaited: the next deployment must not wait for the goodbye of this one.
                _ = CloseQuietlyAsync(connection);
            }
        }
    }

    private async Task CloseQuietlyAsync(IUpstreamConnection connection)
    {
        try
        {
            await connection.CloseAsync(1000, "", CancellationToken.None).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody awaits this; a connection that cannot be closed is as good as closed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCloseFailed(exception);
        }
    }

    [LoggerMessage(EventId = 1204, Level = LogLevel.Error, Message = "Connecting to deployment {Deployment} failed unexpectedly")]
    private partial void LogConnectFailed(string deployment, Exception exception);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Debug, Message = "A refused connection did not close cleanly")]
    private partial void LogCloseFailed(Exception exception);
}
