namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>
/// Gives out the places of one model group under <c>least-busy</c>, one after the other: two silos that chose by themselves at the same moment would
/// both choose the same deployment. Its key is the group's name; it holds nothing.
/// </summary>
[Alias("Realtime.ILeastBusyGrain")]
public interface ILeastBusyGrain : IGrainWithStringKey
{
    /// <summary>Asks the deployment with the fewest sessions for a place, then the next, until one gives it.</summary>
    /// <param name="candidates">The deployments and what is asked of each.</param>
    /// <returns>The answers, in the order in which they came; the last one is the grant where there is one.</returns>
    [Alias("Acquire")]
    Task<IReadOnlyList<LeaseCandidateAnswer>> Acquire(IReadOnlyList<LeaseCandidate> candidates);
}
