using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments;

/// <inheritdoc/>
internal sealed class LeastBusyGrain(DeploymentCalls calls, Random random) : Grain, ILeastBusyGrain
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<LeaseCandidateAnswer>> Acquire(IReadOnlyList<LeaseCandidate> candidates)
    {
        var loads = await Task.WhenAll(candidates.Select(candidate => calls.GetLoadAsync(candidate.DeploymentId)));
        var order = candidates.Zip(loads)
            .OrderBy(pair => pair.Second?.InFlight ?? int.MaxValue)
            .ThenBy(_ => random.Next());
        var answers = new List<LeaseCandidateAnswer>();
        foreach (var (candidate, _) in order)
        {
            var answer = await calls.TryAcquireAsync(candidate.DeploymentId, candidate.Request);
            answers.Add(new LeaseCandidateAnswer(candidate.DeploymentId, answer));
            if (answer.IsGranted)
            {
                break;
            }
        }

        return answers;
    }
}
