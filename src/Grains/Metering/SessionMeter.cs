using System.Text.Json;
using Realtime.Configuration;
using Realtime.Configuration.Prices;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Ledger;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Policies.Sessions;
using Realtime.Grains.Sessions.Guards;
using Realtime.Protocol.Events;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;

namespace Realtime.Grains.Metering;

/// <summary>
/// Meters one session: a row for each response and each transcription as it ends, priced then and there, and one for the session. Each is
/// seen once by its id, whatever happened to connections meanwhile. Called under the pipeline's lock, except the count of frames.
/// </summary>
internal sealed class SessionMeter
{
    // Their speech input is transcribed as a part of the model, which charges nothing for it.
    private static readonly string[] TranscribingProviders =
        [ProviderNames.Gemini, ProviderNames.VertexAI, ProviderNames.Bedrock, ProviderNames.XAI];

    private readonly MeterServices _services;
    private readonly SessionPolicy _policy;
    private readonly UsageRows _rows;
    private readonly DateTimeOffset _start;
    private readonly Dictionary<string, RunningTurn> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private SessionFacts _facts = SessionFacts.None;
    private ModelUsage _last = ModelUsage.None;
    private ModelUsage _total = ModelUsage.None;
    private Deployment _deployment;
    private decimal _cost;
    private long _billedInput;
    private int _responses;
    private bool _finished;

    /// <summary>Initializes a new instance of the <see cref="SessionMeter"/> class.</summary>
    /// <param name="services">What it needs of the process.</param>
    /// <param name="policy">The limits and budgets that the session runs under.</param>
    /// <param name="model">The model's name as the client gave it.</param>
    /// <param name="deployment">The deployment that serves it first.</param>
    public SessionMeter(MeterServices services, SessionPolicy policy, string model, Deployment deployment)
    {
        _services = services;
        _policy = policy;
        _deployment = deployment;
        _start = services.Time.GetUtcNow();
        _rows = new UsageRows(policy, model);
        Audio = new AudioCount(services.Time);
        var config = services.Config.Current;
        if (config.General.StorePromptsInSpendLogs || config.LiteLlm.CallbackTargets.Count > 0 || config.LiteLlm.Callbacks.Contains("otel"))
        {
            Events = new EventLog();
            LoggedTypes = EventLog.Types(config.LiteLlm.LoggedEventTypes, config.LiteLlm.LogAllEventTypes);
        }
    }

    /// <summary>Gets the count of audio.</summary>
    public AudioCount Audio { get; }

    /// <summary>Gets the events of the session that are logged; null where nobody wants them.</summary>
    public EventLog? Events { get; }

    /// <summary>Gets the types of <see cref="Events"/>.</summary>
    public EventTypeSet LoggedTypes { get; }

    /// <summary>Gets what the session may cost; null for no limit.</summary>
    public decimal? MaxCost => Smallest(_policy.MaxCost, _services.Config.Current.General.MaxSessionCost);

    /// <summary>Notes that another deployment serves the session now.</summary>
    /// <param name="deployment">The deployment.</param>
    public void ServedBy(Deployment deployment)
    {
        // What a former provider called its model is no name for this one's.
        if (deployment.Id != _deployment.Id)
        {
            _facts = _facts with { Model = null };
        }

        _deployment = deployment;
    }

    /// <summary>Takes in <c>session.created</c> and <c>session.updated</c>.</summary>
    /// <param name="utf8">The event.</param>
    public void OnSession(ReadOnlyMemory<byte> utf8) => _facts = _facts.With(utf8);

    /// <summary>Takes in <c>response.created</c>.</summary>
    /// <param name="utf8">The event.</param>
    public void OnResponseCreated(ReadOnlyMemory<byte> utf8)
    {
        if (ResponseReport.Read(utf8) is { } report)
        {
            Audio.AwaitFirst();
            _running[report.Id] = new RunningTurn(report.Id, _services.Time.GetUtcNow(), Audio.OutputBytes, Audio.OutputText);
        }
    }

    /// <summary>Takes in <c>response.done</c>.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>Why the session must end, once that is known; null when it need not.</returns>
    public Task<SessionRefusal?> OnResponseDone(ReadOnlyMemory<byte> utf8)
    {
        if (ResponseReport.Read(utf8) is not { } report || !_seen.Add(report.Id))
        {
            return Task.FromResult<SessionRefusal?>(null);
        }

        _running.Remove(report.Id, out var turn);
        return BookResponse(report, turn ?? new RunningTurn(report.Id, _services.Time.GetUtcNow(), Audio.OutputBytes, Audio.OutputText));
    }

    /// <summary>Takes in <c>conversation.item.input_audio_transcription.completed</c>.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>Why the session must end, once that is known; null when it need not.</returns>
    public Task<SessionRefusal?> OnTranscription(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(utf8);
        if (document is null || MeterJson.Text(document.RootElement, "item_id") is not { } item)
        {
            return Task.FromResult<SessionRefusal?>(null);
        }

        var index = MeterJson.Find(document.RootElement, "content_index") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : "0";
        var id = $"{item}:{index}:transcription";
        var raw = MeterJson.Find(document.RootElement, "usage");
        if (!_seen.Add(id) || UsageReader.Read(raw) is not { } usage)
        {
            return Task.FromResult<SessionRefusal?>(null);
        }

        var model = _facts.TranscriptionModel ?? _deployment.TranscriptionModel ?? "";
        var (cost, name) = PriceTranscription(usage, model);
        var now = _services.Time.GetUtcNow();
        var row = _rows.Make(id, LedgerKind.Transcription, _deployment, name, usage, cost, now, now);
        row.Usage = raw.GetRawText();
        return Book(row, usage, cost, UsageContent.None with { Messages = UsageRows.UserMessage(MeterJson.Text(document.RootElement, "transcript")) });
    }

    /// <summary>Gets what masks what was said before it is written down; null: nothing does.</summary>
    public LogGuard? LogGuard { get; init; }

    /// <summary>Writes down what is left when the session ends: turns that nobody will end any more, by estimate, and the session's own row.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="at">When.</param>
    public void Finish(SessionEnd end, DateTimeOffset at)
    {
        if (_finished)
        {
            return;
        }

        _finished = true;
        foreach (var turn in _running.Values.Where(turn => _seen.Add(turn.Id)).ToArray())
        {
            _ = BookResponse(new ResponseReport(turn.Id, "abandoned", null, null, null), turn);
        }

        if (end.Cause == SessionEndCause.Moved)
        {
            // It goes on on another silo, whose row tells its end.
            return;
        }

        var row = _rows.Make("session", LedgerKind.Session, _deployment, _deployment.ProviderModel, _total, new Cost(0, false), _start, at);
        UsageRows.AddSession(row, end, _responses, _cost);
        Write(new LedgerEntry(row, []), UsageContent.None with { Events = Events?.ToJson() });
    }

    // Only what was said has to wait for who masks it.
    private void Write(LedgerEntry entry, UsageContent content)
    {
        if (LogGuard is { } guard && content != UsageContent.None)
        {
            _ = WriteMaskedAsync(guard, entry, content);
            return;
        }

        _services.Journal.Write(entry, content);
    }

    private async Task WriteMaskedAsync(LogGuard guard, LedgerEntry entry, UsageContent content) =>
        _services.Journal.Write(entry, await guard.MaskAsync(content).ConfigureAwait(false));

    private static decimal? Smallest(decimal? one, decimal? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task<SessionRefusal?> BookResponse(ResponseReport report, RunningTurn turn)
    {
        var config = _services.Config.Current;
        var prices = config.General.ModelPrices.Find(_deployment, _facts.Model);
        var inputSeconds = decimal.Divide(Audio.InputBytes - _billedInput, _facts.Rates.Input);
        var outputSeconds = decimal.Divide(Audio.OutputBytes - turn.OutputBytes, _facts.Rates.Output);
        var usage = report.Usage
            ?? (report.NeedsEstimate ? UsageEstimate.Of(_last, inputSeconds, outputSeconds, Audio.OutputText - turn.OutputText) : ModelUsage.None);
        if (prices is not null && CostCalculator.IsByTime(prices))
        {
            usage = usage with { InputSeconds = decimal.Round(inputSeconds, 3), OutputSeconds = decimal.Round(outputSeconds, 3) };
        }

        _billedInput = Audio.InputBytes;
        _last = usage;
        _responses++;
        var cost = CostCalculator.Price(usage, prices, _deployment.Provider, config.LiteLlm);
        var row = _rows.Make(report.Id, LedgerKind.Response, _deployment, _facts.Model ?? _deployment.ProviderModel, usage, cost, turn.Start, _services.Time.GetUtcNow());
        row.CompletionStartTime = Audio.FirstOutput is { } first && first >= turn.Start ? first : null;
        row.Usage = report.RawUsage;
        row.Estimated = report.NeedsEstimate;
        row.Status = report.Status is "failed" or "abandoned" ? "failure" : "success";
        row.Metadata = report.Error;
        return Book(row, usage, cost, UsageContent.None with { Response = report.Output });
    }

    private (Cost Cost, string Model) PriceTranscription(ModelUsage usage, string model)
    {
        var config = _services.Config.Current;
        if (TranscribingProviders.Contains(_deployment.Provider))
        {
            return (new Cost(0, false), model.Length > 0 ? model : _deployment.ProviderModel);
        }

        // A session that only transcribes is the deployment's own model, with the deployment's own prices.
        var prices = _facts.IsTranscription || model.Length == 0 || model == _deployment.ProviderModel
            ? config.General.ModelPrices.Find(_deployment, model.Length > 0 ? model : _facts.Model)
            : config.General.ModelPrices.Find(_deployment.Provider, model);
        return (CostCalculator.Price(usage, prices, _deployment.Provider, config.LiteLlm), model.Length > 0 ? model : _deployment.ProviderModel);
    }

    private Task<SessionRefusal?> Book(LedgerRow row, ModelUsage usage, Cost cost, UsageContent content)
    {
        _total = _total.Plus(usage);
        _cost += cost.Total;
        UsageMetrics.Record(_services.Metrics, row, cost);
        if (cost.IsUnpriced)
        {
            _services.Alerts.Raise(new Alert(
                AlertTypes.Spend,
                "unpriced",
                $"No price is known of the model {row.Model} of provider {row.Provider} (deployment {row.ModelId}): its usage is written down and costs nothing. "
                + "Give the deployment prices or a base_model, or add the model to realtime_model_prices.",
                row.ModelId + "/" + row.Model));
        }

        var (debits, others) = _rows.Debits(_deployment, _services.Config.Current);
        Write(new LedgerEntry(row, debits), content);
        var booking = new UsageBooking
        {
            Id = row.RequestId,
            Models = _policy.Models,
            Tokens = Limited(usage),
            Cost = cost.Total,
            At = row.EndTime,
        };
        return _policy.BookAsync(booking, [.. others.Select(scope => _services.Grains.GetGrain<IKeyPolicyGrain>(scope))], CostReached());
    }

    private SessionRefusal? CostReached() => MaxCost is { } most && _cost >= most
        ? new SessionRefusal(
            429, "session_cost_exceeded", "session_cost_exceeded", FormattableString.Invariant($"The session has cost {_cost} of {most} US dollars that it may cost."))
        : null;

    private long Limited(ModelUsage usage) => _services.Config.Current.General.TokenRateLimitType switch
    {
        "input" => usage.InputTokens,
        "output" => usage.OutputTokens,
        _ => usage.TotalTokens,
    };
}
