using System.Text.Json;
using Realtime.Configuration.Prices;
using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>Says what a usage costs.</summary>
internal static class SpendCalculation
{
    public static Task<Outcome<CalculatedSpend>> CalculateAsync(AdminCall call, AdminBody<CalculateSpendRequest> body) =>
        Task.FromResult(Calculate(call, body.Fields));

    private static Outcome<CalculatedSpend> Calculate(AdminCall call, CalculateSpendRequest fields)
    {
        var usage = fields.Usage ?? (fields.CompletionResponse is { ValueKind: JsonValueKind.Object } response && response.TryGetProperty("usage", out var inside) ? inside : null);
        var model = fields.Model ?? (fields.CompletionResponse is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty("model", out var named) ? named.GetString() : null);
        if (string.IsNullOrEmpty(model))
        {
            return AdminErrors.Bad("Name the model.", "model");
        }

        if (usage is not { } given || UsageReader.Read(given) is not { } used)
        {
            return AdminErrors.Bad("Give usage as in response.done, with input_tokens and output_tokens or seconds; tokens of text are not counted here.", "usage");
        }

        var config = call.Config;
        var deployment = config.Models.Resolve(model)?.Deployments is [var first, ..] ? first : null;
        var provider = deployment?.Provider ?? (model.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? model[..slash] : "openai");
        var sheet = deployment is null ? config.General.ModelPrices.Find(provider, model) : config.General.ModelPrices.Find(deployment);
        var cost = CostCalculator.Price(used, sheet, provider, config.LiteLlm);
        return new CalculatedSpend(cost.Total, cost.IsUnpriced);
    }
}
