namespace Realtime.Guardrails.Selection;

/// <summary>Chooses the guardrails of a session.</summary>
public static class GuardrailSelector
{
    /// <summary>Chooses.</summary>
    /// <param name="catalog">The guardrails that there are.</param>
    /// <param name="wish">What decides.</param>
    /// <param name="random">Chooses among entries of one name, by their weights.</param>
    /// <returns>The guardrails, in the order of the file; or the first name that is unknown.</returns>
    public static GuardrailSelection Select(GuardrailCatalog catalog, GuardrailWish wish, Random random)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(random);
        var named = wish.Requested.Concat(wish.Assigned).Concat(wish.OfModel).ToHashSet(StringComparer.Ordinal);
        if (named.FirstOrDefault(name => catalog.Find(name).Count == 0) is { } unknown)
        {
            return new GuardrailSelection(GuardrailSet.Empty, unknown, null);
        }

        if (wish.Policies.FirstOrDefault(policy => !catalog.Policies.Policies.ContainsKey(policy)) is { } unknownPolicy)
        {
            return new GuardrailSelection(GuardrailSet.Empty, null, unknownPolicy);
        }

        named.UnionWith(catalog.Policies.GuardrailsFor(wish.Caller, wish.Policies));
        if (!wish.WithoutGlobal)
        {
            named.UnionWith(catalog.All.Where(guardrail => guardrail.Entry.DefaultOn).Select(guardrail => guardrail.Name));
        }

        var chosen = catalog.Names.Where(named.Contains).Select(name => Choose(catalog.Find(name), random));
        return new GuardrailSelection(new GuardrailSet(chosen, wish.Caller), null, null);
    }

    private static Guardrail Choose(IReadOnlyList<Guardrail> entries, Random random)
    {
        if (entries.Count == 1)
        {
            return entries[0];
        }

        // Without any weight all are equal; with some, those without one get nothing.
        var anyWeight = entries.Any(entry => entry.Entry.Weight is > 0);
        var weights = entries.Select(entry => anyWeight ? entry.Entry.Weight ?? 0 : 1).ToArray();
        var point = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            point -= weights[i];
            if (point < 0)
            {
                return entries[i];
            }
        }

        return entries[^1];
    }
}
