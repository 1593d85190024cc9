using System.Security.Cryptography;
using System.Text.Json;
using Realtime.Guardrails.Tests.Support;

namespace Realtime.Guardrails.Tests.Engines;

public sealed class ModelArmorTests
{
    private const string Identified = """{"sanitizationResult":{"filterResults":{"sdp":{"sdpFilterResult":{"deidentifyResult":{"matchState":"MATCH_FOUND","data":{"text":"my card is [X]"}}}}}}}""";

    [Fact]
    public async Task Asks_with_the_service_accounts_token_and_masks_what_the_template_de_identifies()
    {
        await using var service = await StartAsync(Identified);

        var verdict = await Make(service, "mask_request_content: true").CheckAsync("my card is 4111");

        verdict.Text.ShouldBe("my card is [X]");
        var asked = service.Questions.Last();
        asked.Path.ShouldBe("/v1/projects/p1/locations/europe-west4/templates/t1:sanitizeUserPrompt");
        asked.Header("Authorization").ShouldBe("Bearer token-1");
        ((string)asked.Body["userPromptData"]!["text"]!).ShouldBe("my card is 4111");
    }

    [Fact]
    public async Task Blocks_what_it_may_not_mask_and_what_a_filter_found()
    {
        await using var service = await StartAsync(Identified);
        (await Make(service, "").CheckAsync("x")).Reason.ShouldBe("Content blocked by Model Armor");

        service.Answer = asked => asked.Path == "/token" ? Token : """{"sanitizationResult":{"filterResults":{"rai":{"raiFilterResult":{"matchState":"MATCH_FOUND"}}}}}""";
        var verdict = await Make(service, "mask_response_content: true").CheckAsync("x", GuardrailInput.ModelText);
        verdict.Action.ShouldBe(GuardrailAction.Block);
        service.Questions.Last().Path.ShouldEndWith(":sanitizeModelResponse");
        ((string)service.Questions.Last().Body["modelResponseData"]!["text"]!).ShouldBe("x");
    }

    [Fact]
    public async Task Lets_pass_what_no_filter_found_and_fails_without_a_token()
    {
        await using var service = await StartAsync("""{"sanitizationResult":{"filterResults":{"rai":{"raiFilterResult":{"matchState":"NO_MATCH_FOUND"}}}}}""");
        (await Make(service, "").CheckAsync("x")).ShouldBe(GuardrailVerdict.Allow);

        service.Answer = _ => null;
        (await Make(service, "").CheckAsync("x")).Reason.ShouldBe("no Google access token can be had");
    }

    private const string Token = """{"access_token":"token-1","expires_in":3600,"token_type":"Bearer"}""";

    private static async Task<StandIn> StartAsync(string answer)
    {
        var service = await StandIn.StartAsync();
        service.Answer = asked => asked.Path == "/token" ? Token : answer;
        return service;
    }

    private static Guardrail Make(StandIn service, string more)
    {
        using var rsa = RSA.Create(2048);
        var account = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["project_id"] = "p1",
            ["private_key_id"] = "k1",
            ["private_key"] = rsa.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "me@p1.iam.gserviceaccount.com",
            ["client_id"] = "1",
            ["token_uri"] = service.Address + "token",
        });
        return Support.Engines.Make(
            "guardrail: model_armor\nmode: [pre_call, post_call]\ntemplate_id: t1\nproject_id: p1\nlocation: europe-west4\n"
            + $"api_endpoint: {service.Address}\ncredentials: '{account}'\n{more}");
    }
}
