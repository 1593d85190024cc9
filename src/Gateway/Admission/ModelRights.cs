using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Gateway.Admission;

/// <summary>Which models a virtual key may use: its own list, its team's, and for a key without a team its user's.</summary>
/// <param name="Key">The key.</param>
/// <param name="Team">Its team; null for none.</param>
/// <param name="User">Its user; null for none.</param>
internal sealed record ModelRights(PolicyDocument Key, PolicyDocument? Team, PolicyDocument? User)
{
    /// <summary>Finds what a name means to this key.</summary>
    /// <param name="model">The name that the client gave.</param>
    /// <param name="config">The models.</param>
    /// <returns>The name of the model that is meant: an alias's target, a team's own name for a deployment, or the name itself.</returns>
    public string Meaning(string model, RealtimeConfig config) =>
        Key.Aliases.TryGetValue(model, out var own) ? own
        : Team?.Aliases.TryGetValue(model, out var teams) == true ? teams
        : Team is not null && config.Deployments.FirstOrDefault(
            one => one.Info.TeamPublicModelName == model && PolicyScopes.Team(one.Info.TeamId ?? "") == Team.Scope) is { } deployment ? deployment.ModelName
        : model;

    /// <summary>Names the models that the key may use, for events within a session that name another model.</summary>
    /// <param name="config">The models.</param>
    /// <param name="model">The session's model.</param>
    /// <returns>The names; null when nothing is restricted.</returns>
    public IReadOnlyList<string>? Named(RealtimeConfig config, string model) =>
        IsAll(Key) && (Team is null || IsAll(Team)) && (User is null || IsAll(User)) && config.Deployments.All(one => one.Info.TeamId is null)
            ? null
            : [.. config.Models.Listed.Where(name => Allows(name, config)).Append(model)];

    /// <summary>Asks whether the key may use a model.</summary>
    /// <param name="model">The name that the client gave.</param>
    /// <param name="config">The models.</param>
    /// <returns>Whether.</returns>
    public bool Allows(string model, RealtimeConfig config)
    {
        var meaning = Meaning(model, config);
        var group = config.Models.Resolve(meaning);
        string[] names = [model, meaning];
        if (group is not null && ModelAccess.ForTeam(group, Key.TeamId) is null)
        {
            return false;
        }

        if (!Key.Models.Contains(ModelAccess.AllTeamModels) && !ModelAccess.Allows(Key.Models, names, group))
        {
            return false;
        }

        return Team is not null ? ModelAccess.Allows(Team.Models, names, group)
            : User is null || (!User.Models.Contains(ModelAccess.NoDefaultModels) && ModelAccess.Allows(User.Models, names, group));
    }

    private static bool IsAll(PolicyDocument document) => document.Models.Count == 0 || document.Models.Contains("*");
}
