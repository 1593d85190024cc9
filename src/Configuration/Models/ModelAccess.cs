namespace Realtime.Configuration.Models;

/// <summary>Whether a list of models, as keys, teams and users have them, contains a model; LiteLLM's rules.</summary>
public static class ModelAccess
{
    /// <summary>The entry of a key that leaves the choice to its team.</summary>
    public const string AllTeamModels = "all-team-models";

    /// <summary>The entry of a user that allows nothing outside of teams.</summary>
    public const string NoDefaultModels = "no-default-models";

    private const string AllModels = "all-proxy-models";

    /// <summary>Asks whether a list contains a model.</summary>
    /// <param name="entries">Names, patterns such as <c>openai/*</c>, and access groups; empty, <c>*</c> and <c>all-proxy-models</c>: all.</param>
    /// <param name="names">The names of the model: as it was asked for, and what an alias means.</param>
    /// <param name="group">The model's deployments; null for a model that is not configured.</param>
    /// <returns>Whether.</returns>
    public static bool Allows(IReadOnlyList<string> entries, IReadOnlyList<string> names, ModelGroup? group)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(names);
        return entries.Count == 0 || entries.Any(entry => entry is "*" or AllModels || names.Any(name => Matches(entry, name))
            || (group is not null && (Matches(entry, group.GroupName) || group.Deployments.Any(one => one.Info.AccessGroups.Contains(entry)))));
    }

    /// <summary>Leaves the deployments out that belong to another team.</summary>
    /// <param name="group">The model's deployments.</param>
    /// <param name="teamId">The key's team; null for none.</param>
    /// <returns>The deployments that are left; null when none is.</returns>
    public static ModelGroup? ForTeam(ModelGroup group, string? teamId)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Deployments.All(one => one.Info.TeamId is null || one.Info.TeamId == teamId))
        {
            return group;
        }

        var left = group.Deployments.Where(one => one.Info.TeamId is null || one.Info.TeamId == teamId).ToArray();
        return left.Length == 0 ? null : group with { Deployments = left };
    }

    private static bool Matches(string entry, string name) =>
        entry == name || (ModelPattern.IsPattern(entry) && new ModelPattern(entry).Match(name) is not null);
}
