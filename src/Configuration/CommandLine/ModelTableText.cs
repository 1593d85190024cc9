using System.Globalization;
using Realtime.Configuration.Loading;
using Realtime.Protocol.Translation;

namespace Realtime.Configuration.CommandLine;

/// <summary>Writes the models of a configuration as a table without secrets.</summary>
internal static class ModelTableText
{
    private static readonly string[] _header =
        ["MODEL", "DEPLOYMENT", "PROVIDER", "PROVIDER MODEL", "API BASE", "FORM", "KEY", "TIMEOUT", "LIMITS"];

    public static void Write(RealtimeConfig config, TextWriter output)
    {
        Align([_header, .. config.Deployments.Select(Row)], output);
        var aliases = config.Router.ModelGroupAlias;
        if (aliases.Count > 0)
        {
            output.WriteLine();
            Align([["ALIAS", "MODEL", ""], .. aliases.Select(a => new[] { a.Key, a.Value.Model, a.Value.Hidden ? "hidden" : "" })], output);
        }

        output.WriteLine();
        output.WriteLine(
            $"{config.Deployments.Count} deployment(s), {config.Models.Listed.Count} listed model(s), "
            + $"{config.Guardrails.Count} guardrail(s); master key: {(config.General.MasterKey is null ? "unset" : "set")}");
    }

    private static string[] Row(Deployment d) =>
    [
        d.ModelName,
        d.Id,
        d.ProviderVariants is null ? d.Provider : "any",
        d.ProviderModel,
        d.ApiBase?.Authority ?? "(provider's own)",
        d.Dialect == Dialect.Beta ? "beta" : "GA",
        $"key: {(HasCredential(d) ? "set" : "unset")}",
        DurationText.Format(d.Timeout),
        string.Join(' ', Limits(d)),
    ];

    private static bool HasCredential(Deployment d) =>
        d.ApiKey is not null || d.Azure.AdToken is not null || d.Azure.ClientSecret is not null || d.Vertex.Credentials is not null
        || d.Aws.SecretAccessKey is not null;

    private static IEnumerable<string> Limits(Deployment d)
    {
        if (d.Info.Blocked)
        {
            yield return "blocked";
        }

        foreach (var (name, value) in new (string, IFormattable?)[]
        {
            ("order", d.Order), ("weight", d.Weight), ("rpm", d.Rpm), ("tpm", d.Tpm), ("parallel", d.MaxParallelRequests),
        })
        {
            if (value is not null)
            {
                yield return $"{name}={value.ToString(null, CultureInfo.InvariantCulture)}";
            }
        }

        if (d.IdleTimeout is { } idle)
        {
            yield return $"idle={DurationText.Format(idle)}";
        }

        if (d.MaxSessionDuration is { } longest)
        {
            yield return $"max={DurationText.Format(longest)}";
        }
    }

    private static void Align(IReadOnlyList<string[]> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
