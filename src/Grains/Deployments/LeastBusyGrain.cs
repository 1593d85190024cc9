using Orleans.Concurrency;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments;

/// <inheritdoc/>
/// <remarks>
/// Sessions that ask while a round is under way wait for the next one together: a round asks each deployment once for its count, gives its sessions out by
/// those counts, and costs two calls' time however many there are.
/// </remarks>
[Reentrant]
internal sealed class LeastBusyGrain(DeploymentCalls calls, Random random) : Grain, ILeastBusyGrain
{
    private readonly List<(IReadOnlyList<LeaseCandidate> Candidates, TaskCompletionSource<IReadOnlyList<LeaseCandidateAnswer>> Answer)> _waiting = [];
    private bool _isRunning;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LeaseCandidateAnswer>> Acquire(IReadOnlyList<LeaseCandidate> candidates)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<LeaseCandidateAnswer>>();
        _waiting.Add((candidates, answer));
        if (!_isRunning)
        {
            _isRunning = true;
            try
            {
                while (_waiting.Count > 0)
                {
                    await RunRoundAsync();
                }
            }
            finally
            {
                _isRunning = false;
            }
        }

        return await answer.Task;
    }

    private async Task RunRoundAsync()
    {
        var round = _waiting.ToList();
        _waiting.Clear();
        var ids = round.SelectMany(entry => entry.Candidates).Select(candidate => candidate.DeploymentId).Distinct(StringComparer.Ordinal).ToArray();
        var loads = await Task.WhenAll(ids.Select(calls.GetLoadAsync));
        var counts = ids.Zip(loads).ToDictionary(pair => pair.First, pair => (long)(pair.Second?.InFlight ?? int.MaxValue), StringComparer.Ordinal);
        await Task.WhenAll(round.Select(async entry => entry.Answer.SetResult(await AcquireOneAsync(entry.Candidates, counts))));
    }

    private async Task<IReadOnlyList<LeaseCandidateAnswer>> AcquireOneAsync(IReadOnlyList<LeaseCandidate> candidates, Dictionary<string, long> counts)
    {
        var answers = new List<LeaseCandidateAnswer>();
        var left = candidates.ToList();
        while (left.Count > 0)
        {
            var next = left.OrderBy(candidate => counts[candidate.DeploymentId]).ThenBy(_ => random.Next()).First();
            left.Remove(next);
            counts[next.DeploymentId]++;
            var answer = await calls.TryAcquireAsync(next.DeploymentId, next.Request);
            answers.Add(new LeaseCandidateAnswer(next.DeploymentId, answer));
            if (answer.IsGranted)
            {
                break;
            }

            counts[next.DeploymentId]--;
        }

        return answers;
    }
}
