using Realtime.Guardrails.Tests.Support;

namespace Realtime.Guardrails.Tests.Engines;

public sealed class ContentFilterTests
{
    [Theory]
    [InlineData("email", "write to anna.k+x@mail.example.org now", "write to [EMAIL_REDACTED] now")]
    [InlineData("us_phone", "call 555-123-4567 or (212) 555-0100.", "call [US_PHONE_REDACTED] or [US_PHONE_REDACTED].")]
    [InlineData("us_ssn", "it is 123-45-6789, not 000-45-6789", "it is [US_SSN_REDACTED], not 000-45-6789")]
    [InlineData("credit_card", "4111 1111 1111 1111 and 4111 1111 1111 1112", "[CREDIT_CARD_REDACTED] and 4111 1111 1111 1112")]
    [InlineData("visa", "pay with 4111-1111-1111-1111", "pay with [VISA_REDACTED]")]
    [InlineData("mastercard", "5555555555554444", "[MASTERCARD_REDACTED]")]
    [InlineData("amex", "3782 822463 10005", "[AMEX_REDACTED]")]
    [InlineData("discover", "6011111111111117", "[DISCOVER_REDACTED]")]
    [InlineData("iban", "DE89 3704 0044 0532 0130 00 but DE88370400440532013000", "[IBAN_REDACTED] but DE88370400440532013000")]
    [InlineData("ipv4", "from 192.168.1.20, not 1.2.3.256", "from [IPV4_REDACTED], not 1.2.3.256")]
    [InlineData("ipv6", "at 2001:db8::8a2e:370:7334 since 10:30:15", "at [IPV6_REDACTED] since 10:30:15")]
    [InlineData("aws_access_key", "AKIAIOSFODNN7EXAMPLE", "[AWS_ACCESS_KEY_REDACTED]")]
    [InlineData("aws_secret_key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "[AWS_SECRET_KEY_REDACTED]")]
    [InlineData("github_token", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[GITHUB_TOKEN_REDACTED]")]
    [InlineData("passport_us", "passport number A12345678; order A12345679 of last week's long delivery note", "passport number [PASSPORT_US_REDACTED]; order [PASSPORT_US_REDACTED] of last week's long delivery note")]
    [InlineData("passport_us", "order A12345678", "order A12345678")]
    [InlineData("nl_bsn_contextual", "bsn 111222333 of 123456789", "bsn [NL_BSN_CONTEXTUAL_REDACTED] of 123456789")]
    [InlineData("br_cpf", "529.982.247-25 and 529.982.247-26", "[BR_CPF_REDACTED] and 529.982.247-26")]
    [InlineData("br_cnpj", "11.222.333/0001-81", "[BR_CNPJ_REDACTED]")]
    [InlineData("url", "see https://example.org/a?b=c please", "see [URL_REDACTED] please")]
    public async Task Prebuilt_pattern_masks_what_it_names_and_not_what_only_looks_like_it(string pattern, string text, string expected)
    {
        var verdict = await Make($"patterns: [{{pattern_type: prebuilt, pattern_name: {pattern}, action: MASK}}]").CheckAsync(text);

        (verdict.Text ?? text).ShouldBe(expected);
    }

    [Fact]
    public async Task Own_pattern_and_word_mask_in_their_spellings()
    {
        var filter = Make(
            "patterns: [{pattern_type: regex, name: ticket, pattern: 'T-\\d+', action: MASK}]\n"
            + "blocked_words: [{keyword: project  blue, action: MASK}]");

        (await filter.CheckAsync("T-12 is about Project Blue")).Text.ShouldBe("[TICKET_REDACTED] is about [KEYWORD_REDACTED]");
    }

    [Fact]
    public async Task Formats_of_redactions_can_be_said()
    {
        var filter = Make(
            "pattern_redaction_format: '<{pattern_name}>'\nkeyword_redaction_tag: '***'\n"
            + "patterns: [{pattern_name: email, action: MASK}]\nblocked_words: [{keyword: no, action: MASK}]");

        (await filter.CheckAsync("no a@b.org")).Text.ShouldBe("*** <EMAIL>");
    }

    [Fact]
    public async Task Block_says_what_was_found_and_wins_over_every_mask()
    {
        var filter = Make(
            "patterns: [{pattern_name: email, action: MASK}, {pattern_name: us_ssn, action: BLOCK}]\n"
            + "blocked_words: [{keyword: bomb, action: BLOCK, description: weapons}]");

        (await filter.CheckAsync("a@b.org 123-45-6789")).Reason.ShouldBe("Content blocked: us_ssn pattern detected");
        (await filter.CheckAsync("a BOMB at a@b.org")).Reason.ShouldBe("Content blocked: keyword 'bomb' detected (weapons)");
    }

    [Fact]
    public async Task Pattern_that_takes_too_long_fails_instead_of_hanging()
    {
        var filter = Make("patterns: [{pattern_type: regex, name: slow, pattern: '(?=a)(a+)+$', action: BLOCK}]");

        (await filter.CheckAsync(new string('a', 40) + "b")).Action.ShouldBe(GuardrailAction.Failed);
    }

    private static Guardrail Make(string parameters) => Support.Engines.Make("guardrail: litellm_content_filter\nmode: pre_call\n" + parameters);
}
