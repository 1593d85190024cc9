using System.Collections;
using System.Runtime.CompilerServices;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails;

/// <summary>Keeps the guardrails of the configuration in force, and those of older ones for as long as a session uses them.</summary>
public sealed class GuardrailCatalogs(ConfigStore store, IHttpClientFactory http, TimeProvider time)
{
    private readonly ConditionalWeakTable<RealtimeConfig, GuardrailCatalog> _catalogs = [];

    /// <summary>Gets the guardrails in force.</summary>
    public GuardrailCatalog Current => For(store.Current);

    /// <summary>Gets the guardrails of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <returns>Its guardrails.</returns>
    public GuardrailCatalog For(RealtimeConfig config) => _catalogs.GetValue(config, Make);

    private GuardrailCatalog Make(RealtimeConfig config)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        foreach (var (name, value) in config.EnvironmentVariables)
        {
            variables[name] = value.Reveal();
        }

        return GuardrailCatalog.Create(config, new GuardrailEnvironment(variables, () => http.CreateClient(EngineHttp.ClientName), time));
    }
}
