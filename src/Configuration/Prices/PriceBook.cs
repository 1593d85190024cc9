using System.Collections.Frozen;

namespace Realtime.Configuration.Prices;

/// <summary>What models cost: the built-in prices and the operator's own over them. Immutable.</summary>
public sealed class PriceBook
{
    private const string Resource = "realtime-model-prices.json";

    private static readonly Lazy<PriceBook> _builtIn = new(ReadBuiltIn);

    private readonly FrozenDictionary<string, PriceSheet> _sheets;

    internal PriceBook(IEnumerable<PriceSheet> sheets, string source, string date)
    {
        _sheets = sheets.ToFrozenDictionary(s => s.Model, StringComparer.Ordinal);
        Source = source;
        Date = date;
    }

    /// <summary>Gets the prices that come with the program.</summary>
    public static PriceBook BuiltIn => _builtIn.Value;

    /// <summary>Gets where the prices are from.</summary>
    public string Source { get; }

    /// <summary>Gets the day of which the prices are, as <c>2026-08-01</c>.</summary>
    public string Date { get; }

    /// <summary>Gets all models that have a price.</summary>
    public IReadOnlyCollection<string> Models => _sheets.Keys;

    /// <summary>Gets the prices of all models.</summary>
    internal IReadOnlyCollection<PriceSheet> Sheets => _sheets.Values;

    /// <summary>Finds the prices of a deployment: its own fields, over those of its <c>base_model</c>, else of the model that it is.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="sessionModel">The model that the provider said it runs, as in <c>session.created</c>; null when not known.</param>
    /// <returns>The prices; null when nothing is known.</returns>
    public PriceSheet? Find(Deployment deployment, string? sessionModel = null)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var sheet = deployment.Info.BaseModel is { } baseModel
            ? Find(deployment.Provider, baseModel)
            : Find(deployment.Provider, deployment.ProviderModel) ?? (sessionModel is null ? null : Find(deployment.Provider, sessionModel));
        if (deployment.Prices.Count > 0)
        {
            sheet = (sheet ?? new PriceSheet { Model = deployment.Info.BaseModel ?? deployment.ProviderModel }).With(deployment.Prices);
        }

        return sheet is null ? null : sheet with { Uplift = Uplift(sheet, deployment) };
    }

    /// <summary>Finds the prices of a model at a provider.</summary>
    /// <param name="provider">The provider, one of <see cref="ProviderNames"/>.</param>
    /// <param name="model">The model, with or without the provider's prefix.</param>
    /// <returns>The prices; null when the model is not known.</returns>
    public PriceSheet? Find(string provider, string model) =>
        _sheets.GetValueOrDefault($"{provider}/{model}") ?? _sheets.GetValueOrDefault(model)
        ?? (model.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? _sheets.GetValueOrDefault(model[(slash + 1)..]) : null);

    /// <summary>Puts other prices in the place of these, field by field.</summary>
    /// <param name="sheets">The prices that win.</param>
    /// <returns>The book with both.</returns>
    internal PriceBook With(IReadOnlyCollection<PriceSheet> sheets)
    {
        var merged = new Dictionary<string, PriceSheet>(_sheets, StringComparer.Ordinal);
        foreach (var sheet in sheets)
        {
            merged[sheet.Model] = merged.TryGetValue(sheet.Model, out var known) ? known.With(sheet.Fields) : sheet;
        }

        return new PriceBook(merged.Values, Source, Date);
    }

    // OpenAI's addresses for data that stays in a region cost more where the row says so.
    private static decimal Uplift(PriceSheet sheet, Deployment deployment)
    {
        var host = deployment.ApiBase?.Host ?? "";
        return host switch
        {
            "eu.api.openai.com" => sheet.First("regional_processing_uplift_multiplier_eu") ?? 1,
            "us.api.openai.com" => sheet.First("regional_processing_uplift_multiplier_us") ?? 1,
            _ => 1,
        };
    }

    private static PriceBook ReadBuiltIn()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var (book, reason) = PriceFile.Read(reader.ReadToEnd());
        return book ?? throw new InvalidOperationException("The built-in prices cannot be read: " + reason);
    }
}
