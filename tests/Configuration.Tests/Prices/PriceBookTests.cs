using Realtime.Configuration.Loading;
using Realtime.Configuration.Prices;

namespace Realtime.Configuration.Tests.Prices;

public sealed class PriceBookTests
{
    [Fact]
    public void Built_in_prices_say_where_they_are_from()
    {
        PriceBook.BuiltIn.Source.ShouldStartWith("https://");
        PriceBook.BuiltIn.Date.ShouldBe("2026-08-01");
        PriceBook.BuiltIn.Models.Count.ShouldBeGreaterThan(60);
    }

    [Fact]
    public void File_of_the_operator_wins_field_by_field()
    {
        using var file = new PriceFileOnDisk("""{"gpt-realtime": {"input_cost_per_token": 1e-06}, "my-model": {"output_cost_per_token": 0.000002}}""");
        var result = file.Load();
        result.Problems.ShouldBeEmpty();
        var prices = result.Config!.General.ModelPrices;
        prices.Find("openai", "gpt-realtime")!.First("input_cost_per_token").ShouldBe(0.000001m);
        prices.Find("openai", "gpt-realtime")!.First("output_cost_per_token").ShouldBe(0.000016m);
        prices.Find("hosted_vllm", "my-model")!.First("output_cost_per_token").ShouldBe(0.000002m);
    }

    [Theory]
    [InlineData("""{"gpt-realtime": {"input_cost_per_token": "free"}}""", "gpt-realtime: input_cost_per_token is no price of 0 or more")]
    [InlineData("""{"gpt-realtime": {"input_cost_per_token": -1}}""", "gpt-realtime: input_cost_per_token is no price of 0 or more")]
    [InlineData("""{"gpt-realtime": 4}""", "the entry of gpt-realtime is no object")]
    [InlineData("[]", "it is no JSON object of models")]
    [InlineData("{", "it is no valid JSON")]
    public void File_that_cannot_be_used_is_a_problem(string text, string what)
    {
        using var file = new PriceFileOnDisk(text);
        var problem = file.Load().Problems.ShouldHaveSingleItem();
        problem.Key.ShouldBe("general_settings.realtime_model_prices");
        problem.What.ShouldContain(what);
    }

    [Fact]
    public void Discount_and_margin_of_the_provider_count()
    {
        var settings = new LiteLlmSettings
        {
            CostDiscounts = new Dictionary<string, decimal> { ["openai"] = 0.05m },
            CostMargins = new Dictionary<string, decimal> { ["global"] = 0.1m, ["azure"] = 0.5m },
        };
        var prices = PriceBook.BuiltIn.Find("openai", "gpt-realtime");
        var usage = new ModelUsage { InputText = 1_000_000 };
        CostCalculator.Price(usage, prices, "openai", settings).Total.ShouldBe(4 * 0.95m * 1.1m);
        CostCalculator.Price(usage, prices, "azure", settings).Total.ShouldBe(4 * 1.5m);
    }

    private sealed class PriceFileOnDisk : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("prices").FullName;

        public PriceFileOnDisk(string text)
        {
            File.WriteAllText(Path.Combine(_directory, "prices.json"), text);
            File.WriteAllText(
                Path.Combine(_directory, "config.yaml"),
                $"general_settings:\n  realtime_model_prices: {Path.Combine(_directory, "prices.json")}\n");
        }

        public ConfigLoadResult Load() => ConfigLoader.Load(Path.Combine(_directory, "config.yaml"), new Dictionary<string, string>());

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }
}
