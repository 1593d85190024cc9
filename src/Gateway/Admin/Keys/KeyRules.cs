using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Source;
using Realtime.Gateway.Admin.Calls;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>What the configuration says about new keys: defaults, upper bounds, and who may make which.</summary>
internal static class KeyRules
{
    private static readonly string[] Durations = ["duration", "budget_duration"];

    /// <summary>Puts <c>default_key_generate_params</c> in where the request says nothing, and checks <c>upperbound_key_generate_params</c>.</summary>
    /// <param name="body">The request; what it lacks is put in.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>Why it cannot be; null when it can.</returns>
    public static SessionRefusal? Complete(JsonObject body, LiteLlmSettings settings)
    {
        foreach (var (name, value) in Json(settings.DefaultKeyGenerateParams))
        {
            if (body[name] is null)
            {
                body[name] = value?.DeepClone();
            }
        }

        foreach (var (name, bound) in Json(settings.UpperboundKeyGenerateParams))
        {
            if (bound is null)
            {
                continue;
            }

            // Nothing given would be no limit, which is more than any bound.
            if (body[name] is not { } given)
            {
                body[name] = bound.DeepClone();
            }
            else if (IsOver(name, given, bound))
            {
                return AdminErrors.Bad($"{name} is over max limit set in config - user_value={Text(given)}; max_value={Text(bound)}", name);
            }
        }

        return null;
    }

    /// <summary>Checks <c>key_generation_settings</c> and whose keys the caller may make.</summary>
    /// <param name="call">The call.</param>
    /// <param name="context">The context.</param>
    /// <param name="body">The request.</param>
    /// <returns>Why it cannot be; null when it can.</returns>
    public static async Task<SessionRefusal?> CheckAsync(AdminCall call, RealtimeDbContext context, JsonObject body)
    {
        var team = Text(body["team_id"]);
        var rules = Json(call.Config.LiteLlm.KeyGenerationSettings)[team is null ? "personal_key_generation" : "team_key_generation"] as JsonObject ?? [];
        if (!call.Caller.IsAdmin && await CheckCallerAsync(call, context, body, team, rules).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        var missing = Texts(rules["required_params"]).FirstOrDefault(name => body[name] is null or JsonArray { Count: 0 });
        return missing is null ? null : AdminErrors.Bad($"Required param {missing} not in data.", missing);
    }

    private static async Task<SessionRefusal?> CheckCallerAsync(
        AdminCall call, RealtimeDbContext context, JsonObject body, string? team, JsonObject rules)
    {
        var self = call.Caller.Key!.UserId!;
        if (Text(body["user_id"]) is { } user && user != self)
        {
            return AdminErrors.Forbidden($"A user makes keys for itself only. user_id={user} is another.");
        }

        body["user_id"] = self;
        if (team is null)
        {
            var roles = Texts(rules["allowed_user_roles"]);
            return roles.Length > 0 && !roles.Contains("internal_user", StringComparer.Ordinal)
                ? AdminErrors.Forbidden($"Personal key creation has been restricted by admin. Allowed roles={string.Join(", ", roles)}. Your role=internal_user")
                : null;
        }

        var member = await context.Members.FirstOrDefaultAsync(one => one.TeamId == team && one.UserId == self, call.Cancel).ConfigureAwait(false);
        var allowed = Texts(rules["allowed_team_member_roles"]) is { Length: > 0 } some ? some : ["admin"];
        return member is null || !allowed.Contains(member.Role, StringComparer.Ordinal)
            ? AdminErrors.Forbidden($"Team member role {member?.Role ?? "none"} not in allowed_team_member_roles={string.Join(", ", allowed)}")
            : null;
    }

    private static bool IsOver(string name, JsonNode given, JsonNode bound) => Durations.Contains(name)
        ? DurationText.TryParse(Text(given)!, out var life) && DurationText.TryParse(Text(bound)!, out var longest) && life > longest
        : Number(given) is { } value && Number(bound) is { } most && value > most;

    private static decimal? Number(JsonNode node) =>
        decimal.TryParse(Text(node), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;

    private static JsonObject Json(ConfigMapping? section) => section is null ? [] : (JsonObject)ConfigJson.Convert(section)!;

    private static string[] Texts(JsonNode? node) => node is JsonArray list ? [.. list.Select(Text).OfType<string>()] : [];

    private static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
