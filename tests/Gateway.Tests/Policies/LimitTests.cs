using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;
using Realtime.Simulator.Audio;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Tests.Policies;

[Collection(PolicyCollection.Name)]
public sealed class LimitTests(PolicyFixture fixture)
{
    // A place that nobody gives back is free again after its lease, which is 25 s.
    private static readonly TimeSpan LessThanALease = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Place_is_taken_by_one_session_and_free_again_when_it_closes()
    {
        var key = await fixture.KeyAsync(new PolicySettings { MaxParallelRequests = 1 });
        var first = await fixture.ConnectAsync(key);
        var (status, error, retryAfter) = await fixture.RefusedAsync(key);
        status.ShouldBe(429);
        ((string)error["code"]!).ShouldBe("rate_limit_exceeded");
        ((string)error["message"]!).ShouldContain("max_parallel_requests");
        int.Parse(retryAfter.ShouldNotBeNull(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);

        await first.Client.CloseAsync();
        await Eventually.TrueAsync(async () => (await fixture.Policy(key).Status()).Sessions.Count == 0, LessThanALease);
        await using var second = await fixture.ConnectAsync(key);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Refused_start_takes_no_place_and_counts_nowhere()
    {
        await fixture.TeamAsync("full", new PolicySettings { MaxParallelRequests = 0 });
        var key = await fixture.KeyAsync(new PolicySettings { RpmLimit = 100 }, row => row.TeamId = "full");
        (await fixture.RefusedAsync(key)).Status.ShouldBe(429);
        var status = await fixture.Policy(key).Status();
        status.Sessions.ShouldBeEmpty();
        status.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Turn_over_the_requests_a_minute_is_refused_and_the_session_stays()
    {
        // The start of the session is one of the two.
        var key = await fixture.KeyAsync(new PolicySettings { RpmLimit = 2 });
        await using var talker = await fixture.ConnectAsync(key);
        ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
        ShouldBeRateLimit(await talker.TurnAsync());
        (await fixture.RefusedAsync(key)).Status.ShouldBe(429);

        // A raised limit counts at once.
        await fixture.ChangeAsync(key, row => row.Settings = row.Settings with { RpmLimit = 100 });
        ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
    }

    [Fact]
    public async Task Turn_and_start_over_the_tokens_a_minute_are_refused()
    {
        var key = await fixture.KeyAsync(new PolicySettings { TpmLimit = 1, });
        await using var talker = await fixture.ConnectAsync(key);
        ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
        ShouldBeRateLimit(await talker.TurnAsync());
        (await fixture.RefusedAsync(key)).Status.ShouldBe(429);
        await fixture.ChangeAsync(key, row => row.Settings = row.Settings with { TpmLimit = null, ModelTpmLimit = new Dictionary<string, long> { ["flat"] = 1 } });
        ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
    }

    [Fact]
    public async Task Response_that_the_provider_begins_by_itself_is_cancelled_over_the_limit()
    {
        var key = await fixture.KeyAsync(new PolicySettings { RpmLimit = 1 });
        await using var talker = await fixture.ConnectAsync(key);
        var number = fixture.Simulator.Connections[^1].Number;
        await SpeakAsync(talker);
        ShouldBeRateLimit(await talker.NextAsync("error", "response.output_audio.delta"));
        var done = await talker.NextAsync("response.done", "response.output_audio.delta", "response.output_audio_transcript.delta");
        ((string)done["type"]!).ShouldBe("response.done");
        ((string)done["response"]!["status"]!).ShouldBe("failed");
        ((string)done["response"]!["status_details"]!["error"]!["code"]!).ShouldBe("rate_limit_exceeded");
        await Eventually.TrueAsync(() => fixture.Simulator.Connections.Single(one => one.Number == number).Received.Any(one => one.Type == "response.cancel"));

        await fixture.ChangeAsync(key, row => row.Settings = row.Settings with { RpmLimit = 100 });
        await SpeakAsync(talker);
        ((string)(await talker.NextAsync("error", "response.output_audio.delta"))["type"]!).ShouldBe("response.output_audio.delta");
        ((string)(await talker.NextAsync("response.done"))["response"]!["status"]!).ShouldBe("completed");
    }

    private static async Task SpeakAsync(Talker talker)
    {
        var speech = SpokenText.Speak("good morning");
        var silence = new byte[24000 * 2];
        foreach (var chunk in speech.Concat(silence).Chunk(24000))
        {
            await talker.Client.SendAsync(new JsonObject { ["type"] = "input_audio_buffer.append", ["audio"] = Convert.ToBase64String(chunk) }.ToJsonString());
        }
    }

    private static void ShouldBeRateLimit(JsonNode answer)
    {
        ((string)answer["type"]!).ShouldBe("error");
        ((string)answer["error"]!["type"]!).ShouldBe("rate_limit_exceeded");
        ((string)answer["error"]!["code"]!).ShouldBe("rate_limit_exceeded");
        ((int)answer["error"]!["retry_after"]!).ShouldBeInRange(1, 61);
    }
}
