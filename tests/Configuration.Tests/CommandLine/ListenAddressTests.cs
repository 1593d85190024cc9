using Realtime.Configuration.CommandLine;

namespace Realtime.Configuration.Tests.CommandLine;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(null, false, "127.0.0.1")]
    [InlineData(null, true, "0.0.0.0")]
    [InlineData("", true, "0.0.0.0")]
    [InlineData("::", true, "::")]
    [InlineData("localhost", false, "localhost")]
    [InlineData("127.0.0.5", false, "127.0.0.5")]
    [InlineData("[::1]", false, "[::1]")]
    public void Resolve_a_host_that_may_be_used(string? host, bool hasMasterKey, string expected)
    {
        ListenAddress.Resolve(host, hasMasterKey, out var problem).ShouldBe(expected);
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("*")]
    [InlineData("10.0.0.1")]
    [InlineData("localhost.example.com")]
    public void Resolve_a_reachable_host_without_a_master_key_stops_the_start(string host)
    {
        ListenAddress.Resolve(host, hasMasterKey: false, out var problem).ShouldBeNull();
        problem.ShouldNotBeNull().ToString().ShouldContain("set general_settings.master_key");
    }
}
