using System.Text.RegularExpressions;

namespace Realtime.Guardrails.HideSecrets;

/// <summary>The shapes of secrets of services that give theirs one, and of assignments to words that mean a secret.</summary>
internal static partial class SecretPatterns
{
    /// <summary>Gets the patterns. What a pattern calls <c>secret</c> is the secret; without such a group all of it is.</summary>
    public static IReadOnlyList<Regex> All { get; } = [Services(), Keys(), Addresses(), Assignments()];

    // AWS, GitHub, GitLab, Slack, Stripe, OpenAI and its like, Google, SendGrid, npm, PyPI, Twilio, Telegram, Discord, JSON web tokens.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_-]{20,64}|xox[abeoprs]-[A-Za-z0-9-]{10,250}|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,128}|sk-[A-Za-z0-9_-]{20,200}|AIza[A-Za-z0-9_-]{35}|SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,250}|(?:AC|SK)[0-9a-f]{32}|\d{8,10}:AA[A-Za-z0-9_-]{33}|[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}|eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000})",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Services();

    [GeneratedRegex(
        @"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{0,8000}(?:-----END (?:[A-Z]{2,10} )?PRIVATE KEY-----)?",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keys();

    // The password of an address, as in postgres://me:secret@host.
    [GeneratedRegex(@"[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,100}:(?<secret>[^\s/@]{1,200})@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex(
        @"(?i)\b(?:pass(?:word|wd|phrase)|secret(?:[_-]?key)?|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|account[_-]?key|client[_-]?secret)[""']?\s{0,3}(?::=|=>|[:=])\s{0,3}[""']?(?<secret>[^\s""',;]{4,500})",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignments();
}
