using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration;

namespace Realtime.Providers.Tests.Bedrock;

public sealed class CredentialTests
{
    private const string Role = "arn:aws:iam::123456789012:role/voice";

    [Fact]
    public async Task Role_is_assumed_once_for_a_deployment_and_again_before_its_keys_end()
    {
        await using var service = await TokenService.StartAsync(TimeSpan.FromMinutes(30));
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var live = await LiveBedrock.StartAsync(time);
        var aws = LiveBedrock.Keys("whose") with { RoleName = Role, SessionName = "me", ExternalId = "x", StsEndpoint = service.Address };
        await (await live.ConnectAsync(aws)).Connection.ShouldNotBeNull().DisposeAsync();
        await (await live.ConnectAsync(aws)).Connection.ShouldNotBeNull().DisposeAsync();
        var asked = service.Asked.ShouldHaveSingleItem();
        asked["RoleArn"].ShouldBe(Role);
        asked["RoleSessionName"].ShouldBe("me");
        asked["ExternalId"].ShouldBe("x");
        live.Simulator.Connections[0].Headers.Keys.ShouldContain("x-amz-security-token");

        time.Advance(TimeSpan.FromMinutes(20));
        await live.ConnectAsync(aws);

        service.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Web_identity_is_read_from_its_file()
    {
        await using var service = await TokenService.StartAsync(TimeSpan.FromHours(1));
        await using var live = await LiveBedrock.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "the-token\n", TestContext.Current.CancellationToken);

        var result = await live.ConnectAsync(
            new AwsOptions { Region = "us-east-1", RoleName = Role, WebIdentityToken = new Secret(file), StsEndpoint = service.Address });

        await result.Connection.ShouldNotBeNull().DisposeAsync();
        service.Asked[0]["Action"].ShouldBe("AssumeRoleWithWebIdentity");
        service.Asked[0]["WebIdentityToken"].ShouldBe("the-token");
        File.Delete(file);
    }

    [Fact]
    public async Task Credentials_that_do_not_come_within_20_s_end_the_attempt()
    {
        await using var service = await TokenService.StartAsync(TimeSpan.FromHours(1), answers: false);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var live = await LiveBedrock.StartAsync(time);

        var connecting = live.ConnectAsync(LiveBedrock.Keys() with { RoleName = Role, StsEndpoint = service.Address });
        connecting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(20));

        (await connecting).Refusal.ShouldNotBeNull().Kind.ShouldBe(UpstreamRefusalKind.Timeout);
    }

    [Fact]
    public async Task Profile_that_does_not_exist_gives_no_credentials()
    {
        await using var live = await LiveBedrock.StartAsync();

        var refusal = (await live.ConnectAsync(new AwsOptions { Region = "us-east-1", ProfileName = "no-such-profile" })).Refusal.ShouldNotBeNull();

        refusal.Kind.ShouldBe(UpstreamRefusalKind.NoCredential);
        live.Simulator.Connections.ShouldBeEmpty();
    }
}
