namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>What happens to a process.</summary>
/// <param name="IsGateway">Whether it is a gateway; else a silo.</param>
/// <param name="Slot">Which one.</param>
/// <param name="IsKill">Whether it is killed (SIGKILL); else told to stop (SIGTERM).</param>
internal readonly record struct Blow(bool IsGateway, int Slot, bool IsKill)
{
    /// <summary>Chooses one: mostly a silo's death.</summary>
    /// <param name="random">Chance.</param>
    public static Blow Choose(Random random)
    {
        var isGateway = random.Next(5) == 0;
        return new Blow(isGateway, random.Next(isGateway ? 2 : 3), random.Next(4) != 0);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsKill ? "kill -9" : "SIGTERM")} {(IsGateway ? "gateway" : "silo")} {Slot}";
}
