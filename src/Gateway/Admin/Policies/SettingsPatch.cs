using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>Puts the fields of a request into settings: what was given counts, null takes away, the rest stays.</summary>
internal static class SettingsPatch
{
    private const string Metadata = "metadata";
    private const string Other = "other";
    private const string Defaults = "member_defaults";
    private const string DefaultsPrefix = "team_member_";

    // LiteLLM keeps these inside of metadata, and its users write them there too.
    private static readonly string[] InMetadata = ["guardrails", "policies", "tags", "model_rpm_limit", "model_tpm_limit"];

    private static readonly Dictionary<string, string> MemberNames = new(StringComparer.Ordinal)
    {
        [DefaultsPrefix + "budget"] = "max_budget",
        [DefaultsPrefix + "budget_duration"] = "budget_duration",
        [DefaultsPrefix + "rpm_limit"] = "rpm_limit",
        [DefaultsPrefix + "tpm_limit"] = "tpm_limit",
        [DefaultsPrefix + "key_duration"] = "key_duration",
    };

    /// <summary>Applies a request's fields.</summary>
    /// <param name="current">The settings.</param>
    /// <param name="body">The request.</param>
    /// <param name="inert">The fields that are only kept.</param>
    /// <param name="config">Says which guardrails and policies there are.</param>
    /// <returns>The new settings, checked.</returns>
    public static Calls.Outcome<PolicySettings> Apply(
        PolicySettings current, JsonObject body, IReadOnlyCollection<string> inert, RealtimeConfig config)
    {
        var target = PolicySettingsJson.Write(current);
        foreach (var (name, value) in body)
        {
            switch (name)
            {
                case "model_aliases":
                    Set(target, "aliases", value);
                    break;
                case "key_type" when value is not null:
                    if (Calls.RouteAccess.OfKeyType(value.GetValue<string>()) is not { } routes)
                    {
                        return Calls.AdminErrors.Bad("key_type must be llm_api, management, read_only or default.", name);
                    }

                    Set(target, "allowed_routes", new JsonArray([.. routes.Select(route => JsonValue.Create(route))]));
                    break;
                case Metadata:
                    SetMetadata(target, body, value as JsonObject);
                    break;
                case "model_max_budget" when value is JsonObject budgets:
                    Set(target, name, Normalise(budgets));
                    break;
                case var _ when MemberNames.TryGetValue(name, out var member):
                    Set(Section(target, Defaults), member, value);
                    break;
                case var _ when inert.Contains(name):
                    Set(Section(target, Other), name, value);
                    break;
                case var _ when PolicySettingsJson.Names.Contains(name):
                    Set(target, name, value);
                    break;
            }
        }

        return Read(target, config);
    }

    private static Calls.Outcome<PolicySettings> Read(JsonObject target, RealtimeConfig config)
    {
        foreach (var section in new[] { Defaults, Other }.Where(name => target[name] is JsonObject { Count: 0 }))
        {
            target.Remove(section);
        }

        try
        {
            var settings = PolicySettingsJson.Read(target);
            return SettingsCheck.Check(settings, config) is { } problem ? problem : settings;
        }
        catch (JsonException exception)
        {
            // What stands in metadata has not been read by a type before.
            var field = exception.Path?.TrimStart('$', '.') ?? "";
            return Calls.AdminErrors.Bad($"{field} is not of the right kind. GET /openapi.json describes the fields.", field);
        }
    }

    private static void SetMetadata(JsonObject target, JsonObject body, JsonObject? metadata)
    {
        var own = metadata?.DeepClone() as JsonObject;
        foreach (var name in InMetadata)
        {
            if (own?[name] is { } value)
            {
                own.Remove(name);
                if (!body.ContainsKey(name))
                {
                    Set(target, name, value);
                }
            }
        }

        Set(target, Metadata, own);
    }

    private static JsonObject Normalise(JsonObject budgets) => new(budgets.Select(entry => KeyValuePair.Create<string, JsonNode?>(
        entry.Key,
        entry.Value is JsonObject budget
            ? new JsonObject
            {
                ["budget_limit"] = (budget["budget_limit"] ?? budget["max_budget"])?.DeepClone(),
                ["time_period"] = (budget["time_period"] ?? budget["budget_duration"])?.DeepClone(),
            }
            : null)));

    private static JsonObject Section(JsonObject target, string name)
    {
        if (target[name] is not JsonObject section)
        {
            target[name] = section = [];
        }

        return section;
    }

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is null)
        {
            target.Remove(name);
        }
        else
        {
            target[name] = value.DeepClone();
        }
    }
}
