using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Realtime.Guardrails.ContentFilter;

/// <summary>The patterns that the configuration can name (<c>pattern_type: prebuilt</c>), by LiteLLM's names.</summary>
internal static class PrebuiltPatterns
{
    private const string Passport = @"\b(?:passports?|pass\s?no|reisepass|passeport|paspoort)\b";
    private const string CardGroups = @"(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?!\d)";

    private static readonly TextPattern[] _all =
    [
        new("us_ssn", Shape(@"(?<![\d-])(?!000|666|9\d\d)\d{3}[- ](?!00)\d\d[- ](?!0000)\d{4}(?![\d-])")),
        new("us_ssn_no_dash", Shape(@"(?<![\d-])(?!000|666|9\d\d)\d{3}(?!00)\d\d(?!0000)\d{4}(?![\d-])")),
        new("email", Shape(@"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b")),
        new("us_phone", Shape(@"(?<![\d-])(?:\+?1[-. ]?)?(?:\(\d{3}\)|\d{3})[-. ]?\d{3}[-. ]?\d{4}(?![\d-])")),
        new("credit_card", Shape(@"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])"), Checksums.Luhn),
        new("visa", Shape(@"(?<![\d-])4\d{3}" + CardGroups), Checksums.Luhn),
        new("mastercard", Shape(@"(?<![\d-])(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)" + CardGroups), Checksums.Luhn),
        new("amex", Shape(@"(?<![\d-])3[47]\d\d[ -]?\d{6}[ -]?\d{5}(?!\d)"), Checksums.Luhn),
        new("discover", Shape(@"(?<![\d-])(?:6011|64[4-9]\d|65\d\d)" + CardGroups), Checksums.Luhn),
        new("iban", Shape(@"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b"), Checksums.Iban),
        new("aws_access_key", Shape(@"(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])")),
        new("aws_secret_key", Shape(@"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])"), LooksRandom),
        new("github_token", Shape(@"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b")),
        new("slack_token", Shape(@"\bxox[abeoprs]-[A-Za-z0-9-]{10,250}")),
        new("generic_api_key", Shape(@"(?:\bsk-[A-Za-z0-9_-]{20,200}|(?i:\b(?:api[_-]?key|apikey|access[_-]?token|secret[_-]?key)\b[""']?\s{0,3}(?:[:=]|is)\s{0,3}[""']?[A-Za-z0-9_\-]{16,200}))")),
        new("ipv4", Shape(@"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)")),
        new("ipv6", Shape(@"(?<![\w:])[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])"), IsIpv6),
        new("url", Shape(@"\bhttps?://[^\s<>""']{3,2000}")),
        Document("passport_us", @"\b(?:[A-Z]\d{8}|\d{9})\b"),
        Document("passport_uk", @"\b\d{9}\b"),
        Document("passport_germany", @"\b[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\b"),
        Document("passport_france", @"\b\d{2}[A-Z]{2}\d{5}\b"),
        Document("passport_netherlands", @"\b[A-NP-Z]{2}[A-NP-Z0-9]{6}\d\b"),
        Document("passport_canada", @"\b[A-Z]{2}\d{6}\b"),
        Document("passport_india", @"\b[A-Z]\d{7}\b"),
        Document("passport_australia", @"\b[A-Z]{1,2}\d{7}\b"),
        Document("passport_china", @"\b[EG][A-HJ-NP-Z0-9]\d{7}\b"),
        Document("passport_japan", @"\b[A-Z]{2}\d{7}\b"),
        new("nl_bsn_contextual", Shape(@"(?<!\d)\d{9}(?!\d)"), Checksums.Bsn, Shape(@"(?i)\b(?:bsn|burgerservicenummer|sofinummer|sofi)\b")),
        new("br_cpf", Shape(@"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"), Checksums.Cpf),
        new("br_cpf_unformatted", Shape(@"(?<!\d)\d{11}(?!\d)"), Checksums.Cpf),
        new("br_cnpj", Shape(@"(?<!\d)\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}(?!\d)"), Checksums.Cnpj),
        new("br_rg", Shape(@"(?<!\d)\d{1,2}\.?\d{3}\.?\d{3}-?[\dXx](?!\d)"), Context: Shape(@"(?i)\b(?:rg|identidade|registro geral)\b")),
        new("br_phone_landline", Shape(@"(?<!\d)(?:\+?55 ?)?(?:\(\d{2}\)|\d{2}) ?[2-5]\d{3}-?\d{4}(?!\d)")),
        new("br_phone_mobile", Shape(@"(?<!\d)(?:\+?55 ?)?(?:\(\d{2}\)|\d{2}) ?9\d{4}-?\d{4}(?!\d)")),
        new("br_cep", Shape(@"(?<!\d)\d{5}-\d{3}(?!\d)")),
    ];

    /// <summary>Gets the patterns by name.</summary>
    public static FrozenDictionary<string, TextPattern> ByName { get; } = _all.ToFrozenDictionary(pattern => pattern.Name, StringComparer.Ordinal);

    private static TextPattern Document(string name, string shape) => new(name, Shape(shape), Context: Shape("(?i)" + Passport));

    // Shapes are bounded and without nested repetition, so that none takes more than linear time; the time-out is a second line.
    private static Regex Shape(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeSpan.FromSeconds(1));

    private static bool LooksRandom(string text) =>
        text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiDigit);

    private static bool IsIpv6(string text) =>
        text.Count(c => c == ':') >= 2 && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
}
