namespace Realtime.Configuration.Tests;

public sealed class RealtimeConfigTests
{
    [Fact]
    public void ForDemo_serves_one_model_at_the_simulator()
    {
        var config = RealtimeConfig.ForDemo(new Uri("http://127.0.0.1:5000"));

        config.Models.Listed.ShouldBe(["demo"]);
        var deployment = config.Models.Resolve("demo").ShouldNotBeNull().Deployments.ShouldHaveSingleItem();
        (deployment.Provider, deployment.ApiBaseText).ShouldBe(("openai", "http://127.0.0.1:5000/"));
    }
}
