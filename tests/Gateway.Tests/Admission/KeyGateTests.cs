using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Grains.Interfaces.ClientSecrets;

namespace Realtime.Gateway.Tests.Admission;

public sealed class KeyGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secret_is_good_until_it_expires_and_then_expired()
    {
        var gate = Gate("sk-master");
        Bind("ek_1", KeyGate.Hash("sk-master"), _time.GetUtcNow().AddSeconds(60));

        var before = await gate.AdmitAsync("ek_1", Cancel);
        _time.Advance(TimeSpan.FromSeconds(60));
        var after = await gate.AdmitAsync("ek_1", Cancel);

        before.Caller.ShouldNotBeNull().AllowedModels.ShouldBe(["m"]);
        after.Refusal.ShouldNotBeNull().Status.ShouldBe(401);
        after.Refusal.Message.ShouldContain("expired");
    }

    [Fact]
    public async Task Secret_dies_with_the_key_that_minted_it()
    {
        var gate = Gate("sk-new-master");
        Bind("ek_1", KeyGate.Hash("sk-old-master"), _time.GetUtcNow().AddSeconds(60));

        var result = await gate.AdmitAsync("ek_1", Cancel);

        result.Refusal.ShouldNotBeNull().Code.ShouldBe("invalid_api_key");
    }

    [Fact]
    public async Task Master_key_that_looks_like_a_secret_is_the_master_key()
    {
        var gate = Gate("ek_odd-master");

        var result = await gate.AdmitAsync("ek_odd-master", Cancel);

        result.Caller.ShouldNotBeNull().AllowedModels.ShouldBeNull();
        _grains.ReceivedCalls().ShouldBeEmpty();
    }

    [Fact]
    public async Task Secret_that_cannot_be_looked_up_in_time_is_503()
    {
        var gate = Gate("sk-master");
        var grain = Substitute.For<IClientSecretGrain>();
        grain.Read().Returns(new TaskCompletionSource<ClientSecretBinding?>().Task);
        _grains.GetGrain<IClientSecretGrain>(KeyGate.Hash("ek_1")).Returns(grain);

        var admission = gate.AdmitAsync("ek_1", Cancel);
        _time.Advance(TimeSpan.FromSeconds(4));

        (await admission).Refusal.ShouldNotBeNull().Status.ShouldBe(503);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("anything")]
    public async Task Without_a_master_key_every_key_and_none_will_do(string? key)
    {
        var result = await Gate(masterKey: null).AdmitAsync(key, Cancel);

        result.Caller.ShouldNotBeNull().AllowedModels.ShouldBeNull();
    }

    private KeyGate Gate(string? masterKey)
    {
        var general = GeneralSettings.Default with { MasterKey = masterKey is null ? null : new Secret(masterKey) };
        var config = RealtimeConfig.ForDemo(new Uri("http://127.0.0.1:1"), general);
        var store = new ConfigStore(null, ConfigLoader.Load(null, new Dictionary<string, string>()), NullLogger<ConfigStore>.Instance);
        store.Replace(config, "test");
        return new KeyGate(store, _grains, _time);
    }

    private void Bind(string secret, string keyHash, DateTimeOffset expiresAt)
    {
        var grain = Substitute.For<IClientSecretGrain>();
        grain.Read().Returns(new ClientSecretBinding { KeyHash = keyHash, Model = "m", ExpiresAt = expiresAt });
        _grains.GetGrain<IClientSecretGrain>(KeyGate.Hash(secret)).Returns(grain);
    }
}
