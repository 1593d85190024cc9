namespace Realtime.Bench.Runner.Targets;

/// <summary>All targets there are.</summary>
internal static class TargetList
{
    // A provider with a protocol of its own gives no audio back as it came, nor a burst that was asked for.
    private const string Translated = "speech";

    private static readonly ITarget[] All =
    [
        new DirectTarget(), new RelayTarget(), new NginxTarget(), new EmbeddedTarget("embedded", GatewayConfiguration.OpenAi),
        new EmbeddedTarget("guarded", GatewayConfiguration.OpenAi, isGuarded: true), new ClusterTarget(),
        new EmbeddedTarget("gemini", GatewayConfiguration.Gemini, Translated), new EmbeddedTarget("bedrock", GatewayConfiguration.Bedrock, Translated),
    ];

    /// <summary>The named ones that can be measured here; why not, is told for each of the others.</summary>
    /// <exception cref="FormatException">A name is none of a target.</exception>
    public static List<ITarget> Choose(Workspace workspace, Action<string> tell)
    {
        var chosen = new List<ITarget>();
        foreach (var name in workspace.Options.Targets)
        {
            var target = All.FirstOrDefault(t => t.Name == name)
                ?? throw new FormatException($"'{name}' is no target; known: {string.Join(", ", All.Select(t => t.Name))}");
            if (target.MissingBecause(workspace) is { } reason)
            {
                tell($"{name} is left out: {reason}");
            }
            else
            {
                chosen.Add(target);
            }
        }

        return chosen;
    }
}
