using Realtime.Storage.Model;

namespace Realtime.Gateway.Tests.Policies;

[Collection(PolicyCollection.Name)]
public sealed class AdmissionTests(PolicyFixture fixture)
{
    [Fact]
    public async Task Unknown_blocked_and_expired_keys_are_refused_with_401()
    {
        var (status, error, _) = await fixture.RefusedAsync("sk-never-made");
        status.ShouldBe(401);
        ((string)error["code"]!).ShouldBe("invalid_api_key");

        var blocked = await fixture.KeyAsync(also: row => row.Blocked = true);
        (status, error, _) = await fixture.RefusedAsync(blocked);
        status.ShouldBe(401);
        ((string)error["code"]!).ShouldBe("key_blocked");

        var expired = await fixture.KeyAsync(also: row => row.Expires = TimeProvider.System.GetUtcNow().AddSeconds(-1));
        (status, error, _) = await fixture.RefusedAsync(expired);
        status.ShouldBe(401);
        ((string)error["code"]!).ShouldBe("key_expired");
    }

    [Theory]
    [InlineData("voice", "voice", true)]
    [InlineData("voice", "flat", false)]
    [InlineData("cheap", "flat", true)]
    [InlineData("cheap", "voice", false)]
    [InlineData("vo*", "voice", true)]
    [InlineData("vo*", "flat", false)]
    [InlineData("all-proxy-models", "flat", true)]
    [InlineData("*", "of-team-red", false)]
    public async Task Key_uses_the_models_of_its_list(string list, string model, bool allowed)
    {
        var key = await fixture.KeyAsync(new PolicySettings { Models = [list] });
        if (allowed)
        {
            await using var talker = await fixture.ConnectAsync(key, model);
            return;
        }

        var (status, error, _) = await fixture.RefusedAsync(key, model);
        status.ShouldBe(403);
        ((string)error["code"]!).ShouldBe("model_not_allowed");
    }

    [Fact]
    public async Task Key_of_a_team_is_held_to_the_teams_models_and_knows_its_aliases()
    {
        await fixture.TeamAsync("red", new PolicySettings { Models = ["flat", "of-team-red"], Aliases = new Dictionary<string, string> { ["quick"] = "flat" } });
        var key = await fixture.KeyAsync(new PolicySettings { Models = ["all-team-models"] }, row => row.TeamId = "red");
        await using (await fixture.ConnectAsync(key, "of-team-red"))
        {
        }

        await using (await fixture.ConnectAsync(key, "quick"))
        {
        }

        (await fixture.RefusedAsync(key, "voice")).Status.ShouldBe(403);
        await fixture.BlockTeamAsync("red");
        (await fixture.RefusedAsync(key, "flat")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Sessions_of_a_blocked_and_of_a_deleted_key_end_with_1008()
    {
        foreach (var delete in new[] { false, true })
        {
            var key = await fixture.KeyAsync();
            await using var talker = await fixture.ConnectAsync(key);
            var start = TimeProvider.System.GetTimestamp();
            if (delete)
            {
                await fixture.DeleteAsync(key);
            }
            else
            {
                await fixture.ChangeAsync(key, row => row.Blocked = true);
            }

            var (error, code) = await talker.EndAsync();
            code.ShouldBe(1008);
            ((string)error!["code"]!).ShouldBe(delete ? "invalid_api_key" : "key_blocked");
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20), "a session that is not told finds out by itself, but not sooner than that");
            (await fixture.RefusedAsync(key)).Status.ShouldBe(401);
        }
    }

    [Fact]
    public async Task Client_secret_of_a_virtual_key_is_under_the_keys_limits()
    {
        var key = await fixture.KeyAsync(new PolicySettings { MaxParallelRequests = 1, Models = ["voice"] });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/realtime/client_secrets")
        {
            Content = new StringContent("""{"session":{"type":"realtime","model":"voice"}}"""),
        };
        request.Headers.Add("Authorization", "Bearer " + key);
        using var response = await fixture.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue();
        var secret = (string)System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["value"]!;

        await using var talker = await fixture.ConnectAsync(secret);
        (await fixture.RefusedAsync(key)).Status.ShouldBe(429);
        await fixture.ChangeAsync(key, row => row.Blocked = true);
        (await talker.EndAsync()).Code.ShouldBe(1008);
        (await fixture.RefusedAsync(secret)).Status.ShouldBe(401);
    }
}
