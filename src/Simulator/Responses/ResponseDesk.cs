using System.Text.Json.Nodes;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>Starts responses, knows which run, and stops them.</summary>
internal sealed class ResponseDesk(SessionContext session)
{
    private const int RequestLimit = 1000;
    private const int TokenLimit = 40000;

    private readonly UsageMeter _usage = new();
    private readonly List<RunningResponse> _running = [];
    private int _requests;

    /// <summary>Whether a response of the conversation runs.</summary>
    public bool IsBusy => Active is not null;

    /// <summary>Since when, on the input audio's clock, the model waits for an answer; null when it does not.</summary>
    public double? QuietSinceMs { get; set; }

    /// <summary>The input audio's clock.</summary>
    public double AudioNowMs { get; set; }

    private RunningResponse? Active => _running.Find(response => !response.IsOutOfBand);

    public void Create(ResponseRequest request, string? clientEventId)
    {
        if (!request.IsOutOfBand && Active is { } active)
        {
            session.Fail(
                new("conversation_already_has_active_response", $"Conversation already has an active response in progress: {active.Id}. Wait until the response is finished before creating a new one.", null),
                clientEventId);
            return;
        }

        var context = request.Input ?? session.History.Items;
        var plan = session.Fault.FailResponse is { } code ? new ResponsePlan([], code) : ScriptedModel.Plan(request, context);
        var (input, cached) = _usage.Read(request.Settings, context, !request.IsOutOfBand && request.Input is null);
        var response = new RunningResponse(session, request, plan, input, cached);
        _running.Add(response);
        var steps = response.Run().GetEnumerator();
        steps.MoveNext();
        session.Start(() => DriveAsync(response, steps));
    }

    /// <summary>The user began to speak: the conversation's response ends.</summary>
    public void Interrupt()
    {
        if (Active is { } active)
        {
            End(active, ResponseWriter.Details("cancelled", "turn_detected"));
        }
    }

    public void Cancel(string? responseId, string? clientEventId)
    {
        var found = responseId is null ? Active : _running.Find(response => response.Id == responseId);
        if (found is null)
        {
            session.Fail(new("response_cancel_not_active", "Cancellation failed: no active response found", null), clientEventId);
            return;
        }

        End(found, ResponseWriter.Details("cancelled", "client_cancelled"));
    }

    private void End(RunningResponse response, JsonObject details)
    {
        response.End("cancelled", details);
        Finish(response);
    }

    private async Task DriveAsync(RunningResponse response, IEnumerator<TimeSpan> steps)
    {
        using (steps)
        {
            while (true)
            {
                TimeSpan pause;
                lock (session.Gate)
                {
                    if (response.IsOver)
                    {
                        return;
                    }

                    if (!steps.MoveNext())
                    {
                        Finish(response);
                        return;
                    }

                    pause = steps.Current;
                }

                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, session.Options.Time, session.Ended);
                }

                await session.Output.WaitForRoomAsync(session.Ended);
            }
        }
    }

    private void Finish(RunningResponse response)
    {
        _running.Remove(response);
        _requests++;
        if (!response.IsOutOfBand)
        {
            QuietSinceMs = AudioNowMs + response.AudioMs;
        }

        session.Output.Send(new()
        {
            ["type"] = "rate_limits.updated",
            ["rate_limits"] = new JsonArray(
                RateLimit("requests", RequestLimit, _requests),
                RateLimit("tokens", TokenLimit, (int)(session.Connection.Usage.InputTokens + session.Connection.Usage.OutputTokens))),
        });
    }

    private static JsonObject RateLimit(string name, int limit, int used)
    {
        var taken = Math.Min(used, limit);
        return new() { ["name"] = name, ["limit"] = limit, ["remaining"] = limit - taken, ["reset_seconds"] = Math.Round(60.0 * taken / limit, 3) };
    }
}
