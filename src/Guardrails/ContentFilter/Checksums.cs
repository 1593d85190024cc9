namespace Realtime.Guardrails.ContentFilter;

/// <summary>The checksums by which real numbers are told from look-alikes.</summary>
internal static class Checksums
{
    /// <summary>ISO/IEC 7812-1: cards.</summary>
    public static bool Luhn(string text)
    {
        var (sum, twice, count) = (0, false, 0);
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                continue;
            }

            var digit = (text[i] - '0') * (twice ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
            twice = !twice;
            count++;
        }

        return count is >= 12 and <= 19 && sum % 10 == 0 && sum > 0;
    }

    /// <summary>ISO 13616, ISO 7064 MOD 97-10: bank accounts.</summary>
    public static bool Iban(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (compact.Length is < 15 or > 34)
        {
            return false;
        }

        var remainder = 0;
        foreach (var c in compact[4..] + compact[..4])
        {
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }

        return remainder == 1;
    }

    /// <summary>Brazil's CPF: two check digits modulo 11.</summary>
    public static bool Cpf(string text) => Digits(text) is { Length: 11 } d && d.Distinct().Count() > 1
        && Mod11(d.AsSpan(0, 9), start: 10) == d[9] && Mod11(d.AsSpan(0, 10), start: 11) == d[10];

    /// <summary>Brazil's CNPJ.</summary>
    public static bool Cnpj(string text) => Digits(text) is { Length: 14 } d && d.Distinct().Count() > 1
        && Mod11(d.AsSpan(0, 12), start: 5) == d[12] && Mod11(d.AsSpan(0, 13), start: 6) == d[13];

    /// <summary>The Netherlands' BSN: the "elfproef".</summary>
    public static bool Bsn(string text) => Digits(text) is { Length: 9 } d && d.Any(digit => digit != 0)
        && (Enumerable.Range(0, 8).Sum(i => d[i] * (9 - i)) - d[8]) % 11 == 0;

    private static int[] Digits(string text) => [.. text.Where(char.IsAsciiDigit).Select(c => c - '0')];

    // Weights fall to 2 and, for the longer number, begin again at 9.
    private static int Mod11(ReadOnlySpan<int> digits, int start)
    {
        var (sum, weight) = (0, start);
        foreach (var digit in digits)
        {
            sum += digit * weight;
            weight = weight == 2 ? 9 : weight - 1;
        }

        return sum % 11 < 2 ? 0 : 11 - (sum % 11);
    }
}
