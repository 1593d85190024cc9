using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock.Upstream;
using Realtime.Providers.Bedrock.Turns;

namespace Realtime.Providers.Bedrock.Failures;

/// <summary>
/// Ends what a failure has cut and lets a fresh stream go on. What was not answered yet is asked again there, a bounded number of times.
/// </summary>
internal sealed class FailureHandler(NovaContext context, NovaStream stream, Answer answer)
{
    /// <summary>How many streams a turn is tried on.</summary>
    public const int MostAttempts = 4;

    // The stream on which the session goes on afterwards is one more that a service which is asked too much sees.
    private const int MostThrottled = 3;

    // What was refused is refused again, unless the refusal was a passing fault.
    private const int MostInvalid = 2;

    // The last ones are of sessions in which nobody waits for an answer.
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    /// <summary>Gets how long to wait before a stream that follows failed ones is begun.</summary>
    /// <param name="carry">What the former streams left.</param>
    /// <returns>The time.</returns>
    public static TimeSpan Pause(NovaCarry carry)
    {
        var failures = Math.Max(carry.Throttles, carry.Failures);
        return failures == 0 ? TimeSpan.Zero : Pauses[Math.Min(failures, Pauses.Length) - 1];
    }

    /// <summary>Takes in a failure, after which the service ends the stream.</summary>
    /// <param name="type">Its name.</param>
    /// <param name="message">Its message, which is not shown.</param>
    public void Take(string type, string message)
    {
        var kind = FailureMap.Kind(type, message);
        Count(kind);

        // All of it was said; only the figures were still to come.
        answer.Counted();
        if (answer.Response is not null)
        {
            Cut(kind);
        }
        else if (IsWaiting && IsLastAttempt)
        {
            Fail(kind);
        }
        else if (kind == FailureKind.Invalid && context.Carry.Failures == 1)
        {
            Tell("invalid_value", "Nova Sonic refused what was sent: check voice, tools and items.", "invalid_request_error");
        }

        if (kind == FailureKind.Refused)
        {
            Tell("upstream_refused", "The provider refuses the credentials or the model.", "permission_error");
        }
        else if (kind != FailureKind.Invalid || context.Carry.Failures < MostInvalid)
        {
            context.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Unusable));
        }
    }

    private bool IsWaiting => context.Carry.Requested is not null || context.Carry.Recent.HasSpeech;

    private bool IsLastAttempt => context.Carry.Throttles >= MostThrottled || context.Carry.Failures >= MostAttempts;

    private void Count(FailureKind kind)
    {
        if (kind == FailureKind.Throttled)
        {
            context.Carry.Throttles++;
        }
        else if (kind != FailureKind.TimedOut)
        {
            context.Carry.Failures++;
        }
    }

    // The session ends a response that a connection took down with it, and asks for it again; but not for ever, and not where asking is the fault.
    private void Cut(FailureKind kind)
    {
        var isFault = kind is FailureKind.Transient or FailureKind.TimedOut;
        if (!isFault || ++context.Carry.Cuts >= MostAttempts)
        {
            context.Carry.Cuts = 0;
            Fail(kind);
        }
    }

    private void Fail(FailureKind kind)
    {
        var (type, code, message) = kind switch
        {
            FailureKind.Throttled => ("rate_limit_error", "rate_limit_exceeded", "The provider is asked too much. Try again later."),
            FailureKind.TimedOut => ("server_error", "model_timeout", "The model took too long."),
            FailureKind.Invalid => ("invalid_request_error", "invalid_value", "Nova Sonic refused what was sent."),
            _ => ("server_error", "upstream_failed", "The model failed."),
        };

        // The turn is told to have failed, so that it is not said again.
        context.Carry.Recent.Clear();
        stream.Feed.Clear();
        (context.Carry.Throttles, context.Carry.Failures) = (0, 0);
        answer.Fail(type, code, message);
    }

    private void Tell(string code, string message, string type) => context.Output.Refuse(new FieldRefusal(code, message, null, type), clientEventId: null);
}
