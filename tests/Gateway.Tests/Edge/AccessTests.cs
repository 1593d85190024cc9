using System.Net;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Edge;

/// <summary>A gateway that lets in some addresses only, and asks for a key where metrics are shown.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task Addresses_outside_the_list_get_403_and_metrics_need_a_key_where_the_file_says_so()
    {
        await using var gateway = await RunningGateway.StartAsync($"""
            model_list:
              - model_name: voice
                litellm_params: {"{"}model: openai/x, api_base: "http://127.0.0.1:1", api_key: sk-provider{"}"}
            general_settings:
              master_key: {RunningGateway.MasterKey}
              allowed_ips: [10.1.0.0/16, 192.0.2.7, "2001:db8::/32"]
              use_x_forwarded_for: true
            litellm_settings:
              require_auth_for_metrics_endpoint: true
            """);

        (await StatusAsync(gateway, "/v1/models", "10.1.2.3")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, "/v1/models", "192.0.2.7, 203.0.113.9")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, "/v1/models", "::ffff:10.1.9.9")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, "/v1/models", "2001:db8::1")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, "/v1/models", "10.2.0.1")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(gateway, "/v1/realtime?model=voice", "203.0.113.9")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(gateway, "/v1/models", null)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(gateway, "/health/readiness", "203.0.113.9")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, "/metrics", "10.1.2.3")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, "/metrics", "10.1.2.3", key: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(gateway, "/metrics", "10.1.2.3", key: "sk-other")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningGateway gateway, string path, string? address, string? key = RunningGateway.MasterKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (address is not null)
        {
            request.Headers.Add("X-Forwarded-For", address);
        }

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
