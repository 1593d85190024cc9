using System.Globalization;
using System.Text.Json;
using Realtime.Configuration.Prices;

namespace Realtime.Configuration.Tests.Prices;

/// <summary>Usage as providers send it → its exact cost. The costs were worked out by hand from the published prices for a million tokens.</summary>
public sealed class GoldenCostTests
{
    private static readonly Dictionary<string, JsonElement> Rows = Load();

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Fact]
    public void Table_is_large_and_has_every_provider()
    {
        Rows.Count.ShouldBeGreaterThanOrEqualTo(40);
        Rows.Values.Select(row => row.GetProperty("provider").GetString()).Distinct()
            .ShouldBeSubsetOf(["openai", "azure", "xai", "gemini", "vertex_ai", "bedrock", "hosted_vllm"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Usage_costs(string name)
    {
        var row = Rows[name];
        var deployment = new Deployment
        {
            Id = "d",
            ModelName = "voice",
            Provider = row.GetProperty("provider").GetString()!,
            ProviderModel = row.GetProperty("model").GetString()!,
            ApiBase = row.TryGetProperty("api_base", out var address) ? new Uri(address.GetString()!) : null,
            Info = new ModelInfo { BaseModel = Text(row, "base_model") },
            Prices = row.TryGetProperty("prices", out var prices)
                ? prices.EnumerateObject().ToDictionary(p => p.Name, p => Number(p.Value.GetString()!))
                : new Dictionary<string, decimal>(),
        };
        var usage = UsageReader.Read(row.GetProperty("usage")).ShouldNotBeNull();
        usage = usage with
        {
            InputSeconds = Text(row, "input_seconds") is { } seconds ? Number(seconds) : usage.InputSeconds,
            OutputSeconds = Text(row, "output_seconds") is { } output ? Number(output) : usage.OutputSeconds,
        };

        var cost = CostCalculator.Price(usage, PriceBook.BuiltIn.Find(deployment, Text(row, "session_model")));

        // A third of a cent has no end: the last of 28 places may differ.
        decimal.Round(cost.Total, 18).ShouldBe(decimal.Round(Number(row.GetProperty("cost").GetString()!), 18));
        cost.IsUnpriced.ShouldBe(row.TryGetProperty("unpriced", out _));
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Dictionary<string, JsonElement> Load()
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden-costs.json"));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone().EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!);
    }
}
