using System.Net;

namespace Realtime.Gateway.Tests.Admin;

public sealed class KeyRuleTests
{
    private const string Rules = AdminHost.Config + """

        litellm_settings:
          default_key_generate_params:
            models: [voice]
            rpm_limit: 5
          upperbound_key_generate_params:
            max_budget: 10
            duration: 30d
          key_generation_settings:
            team_key_generation:
              allowed_team_member_roles: [admin, user]
              required_params: [tags]
            personal_key_generation:
              allowed_user_roles: [proxy_admin]
          default_team_params:
            max_budget: 100
        """;

    [Fact]
    public async Task Configuration_gives_defaults_bounds_and_rules_for_new_keys()
    {
        await using var host = await AdminHost.StartAsync(Rules);

        var made = await host.CallAsync("/key/generate", """{"rpm_limit":7}""");
        ((string)made["models"]![0]!).ShouldBe("voice");
        ((int)made["rpm_limit"]!).ShouldBe(7);
        ((decimal)made["max_budget"]!).ShouldBe(10m);
        ((DateTimeOffset)made["expires"]!).ShouldBe(host.Clock.GetUtcNow().AddDays(30));
        ((string)(await host.RefusedAsync(HttpStatusCode.BadRequest, "/key/generate", """{"max_budget":11}"""))["message"]!).ShouldContain("max limit");
        await host.RefusedAsync(HttpStatusCode.BadRequest, "/key/generate", """{"duration":"60d"}""");

        var team = (string)(await host.CallAsync("/team/new", "{}"))["team_id"]!;
        ((decimal)(await host.CallAsync("/team/info?team_id=" + team))["team_info"]!["max_budget"]!).ShouldBe(100m);
        ((string)(await host.RefusedAsync(HttpStatusCode.BadRequest, "/key/generate", $$"""{"team_id":"{{team}}"}"""))["message"]!).ShouldContain("tags");
        await host.CallAsync("/key/generate", $$"""{"team_id":"{{team}}","tags":["a"]}""");

        var user = (string)(await host.CallAsync("/user/new", """{"user_id":"u"}"""))["key"]!;
        await host.RefusedAsync(HttpStatusCode.Forbidden, "/key/generate", "{}", user);
        await host.CallAsync("/team/member_add", $$$"""{"team_id":"{{{team}}}","member":{"role":"user","user_id":"u"}}""");
        ((string)(await host.CallAsync("/key/generate", $$"""{"team_id":"{{team}}","tags":["a"]}""", user))["user_id"]!).ShouldBe("u");
    }
}
