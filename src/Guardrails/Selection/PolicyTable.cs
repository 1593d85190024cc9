using System.Text.RegularExpressions;

namespace Realtime.Guardrails.Selection;

/// <summary>The policies of a configuration and what they are attached to.</summary>
/// <param name="Policies">The policies by name.</param>
/// <param name="Attachments">What they are attached to.</param>
internal sealed record PolicyTable(IReadOnlyDictionary<string, Policy> Policies, IReadOnlyList<PolicyAttachment> Attachments)
{
    /// <summary>Gets the guardrails that policies give to a session.</summary>
    /// <param name="caller">Who the session is for.</param>
    /// <param name="assigned">The policies that its key and team carry.</param>
    /// <returns>The names of guardrails.</returns>
    public IEnumerable<string> GuardrailsFor(GuardrailCaller caller, IEnumerable<string> assigned) =>
        Attachments.Where(attachment => attachment.Fits(caller)).Select(attachment => attachment.Policy)
            .Concat(assigned)
            .Distinct(StringComparer.Ordinal)
            .SelectMany(name => Resolve(name, caller.Model))
            .Distinct(StringComparer.Ordinal);

    // From the root of the chain down, each adds and removes; a policy for other models changes nothing.
    private List<string> Resolve(string name, string model)
    {
        var chain = new Stack<Policy>();
        for (string? next = name; next is not null && Policies.TryGetValue(next, out var policy) && !chain.Contains(policy); next = policy.Parent)
        {
            chain.Push(policy);
        }

        var guardrails = new List<string>();
        foreach (var policy in chain)
        {
            // Where that cannot be decided, the session is guarded too much rather than too little.
            var concerns = Concerns(policy, model);
            if (concerns != false)
            {
                guardrails.AddRange(policy.Added);
            }

            if (concerns == true)
            {
                guardrails.RemoveAll(policy.Removed.Contains);
            }
        }

        return guardrails;
    }

    // Gives null where a pattern with look-around or back-references takes too long with this name.
    private static bool? Concerns(Policy policy, string model)
    {
        try
        {
            return policy.Models is null || policy.Models.Any(pattern => pattern.IsMatch(model));
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
