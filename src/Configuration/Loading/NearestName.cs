namespace Realtime.Configuration.Loading;

/// <summary>Finds the known name that somebody who mistyped probably meant.</summary>
public static class NearestName
{
    /// <summary>Finds the nearest name.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>The name; null when none is near enough to be meant.</returns>
    public static string? Find(string text, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        // A very long text is no typing mistake, and the distance takes quadratic time.
        if (text.Length > 100)
        {
            return null;
        }

        var normal = Normal(text);
        var best = known.Select(name => (Name: name, Distance: Distance(normal, Normal(name))))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, text.Length / 3) ? best.Name : null;
    }

    /// <summary>Counts the letters to insert, remove, replace or swap with their neighbour to make one text of the other.</summary>
    internal static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }

    // masterKey and master-key mean master_key.
    private static string Normal(string name) => string.Concat(name.Replace('-', '_').Select((c, i) =>
    {
        var begins = char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1]);
        return (begins ? "_" : "") + char.ToLowerInvariant(c);
    }));
}
