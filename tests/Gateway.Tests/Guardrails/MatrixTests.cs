using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>Every engine in every mode, and every provider with one engine: let pass, mask, block and engine down, seen from both ends.</summary>
[Collection(GuardCollection.Name)]
public sealed class MatrixTests(GuardFixture fixture)
{
    private static readonly string[] _providers = ["azure", "azure-beta", "xai", "gemini", "vertex", "nova"];

    // They answer what they hear by themselves: their answer is held back, and they forget what was deleted with their connection.
    private static readonly string[] _answerUnasked = ["gemini", "vertex", "nova"];

    public static TheoryData<string, string, string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var mode in new[] { "pre_call", "realtime_input_transcription", "post_call" })
            {
                foreach (var (engine, masks) in GuardFixture.Engines)
                {
                    if (engine == "azure/prompt_shield" && mode == "post_call")
                    {
                        continue;
                    }

                    string[] verdicts = engine switch
                    {
                        "hide-secrets" => ["allow", "mask"],
                        "litellm_content_filter" => ["allow", "mask", "block"],
                        _ => masks ? ["allow", "mask", "block", "down"] : ["allow", "block", "down"],
                    };
                    verdicts.ToList().ForEach(verdict => data.Add("openai", engine, mode, verdict));
                }

                foreach (var provider in _providers)
                {
                    new[] { "allow", "mask", "block", "down" }.ToList().ForEach(verdict => data.Add(provider, "generic_guardrail_api", mode, verdict));
                }

                data.Add("openai", "open", mode, "down");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Verdict_is_kept_at_both_ends(string provider, string engine, string mode, string verdict) => mode switch
    {
        "pre_call" => WrittenAsync(provider, engine, verdict),
        "post_call" => AnsweredAsync(provider, engine, verdict),
        _ => SpokenAsync(provider, engine, verdict),
    };

    private static string Word(string engine, string verdict) => verdict switch
    {
        "mask" => engine == "hide-secrets" ? "AKIAIOSFODNN7EXAMPLE" : "hidden",
        "block" => "forbidden",
        "down" => "broken",
        _ => "harmless",
    };

    private static string Masked(string engine) => engine switch
    {
        "hide-secrets" => "[REDACTED]",
        "lakera_v2" => "[MASKED WORD]",
        _ => EngineHost.Mask,
    };

    private async Task WrittenAsync(string provider, string engine, string verdict)
    {
        await using var talker = await GuardTalker.OpenAsync(fixture, provider, $"{engine}-pre_call");
        var word = Word(engine, verdict);

        await talker.WriteAsync($"say exactly it is {word} here");
        await talker.AskAsync();
        if (verdict is "block" || (verdict == "down" && engine != "open"))
        {
            ((string)(await talker.UntilAsync("error"))["error"]!["type"]!).ShouldBe("guardrail_violation");
            await talker.WriteAsync("say exactly after that");
            await talker.AskAsync();
            await talker.UntilAsync("response.done");
            string.Concat(talker.ProviderGot.Select(received => received.Text)).ShouldNotContain(word);
            talker.Got.Count(json => (string)json["type"]! == "response.created").ShouldBe(1);
            return;
        }

        ((string)(await talker.UntilAsync("response.done"))["response"]!["status"]!).ShouldBe("completed");
        var sent = string.Concat(talker.ProviderGot.Select(received => received.Text));
        sent.ShouldContain(verdict == "mask" ? Masked(engine) : word);
        sent.Contains(word, StringComparison.Ordinal).ShouldBe(verdict != "mask");
    }

    private async Task SpokenAsync(string provider, string engine, string verdict)
    {
        await using var talker = await GuardTalker.OpenAsync(fixture, provider, $"{engine}-realtime_input_transcription");
        var word = Word(engine, verdict);

        await talker.SayAsync($"it is {word} here");
        var first = await talker.UntilAsync("response.done", "error");
        if (verdict is "block" || (verdict == "down" && engine != "open"))
        {
            ((string)first["error"]!["type"]!).ShouldBe("guardrail_violation");
            talker.Got.ShouldAllBe(json => !((string)json["type"]!).StartsWith("response.", StringComparison.Ordinal));
            if (!_answerUnasked.Contains(provider))
            {
                await Eventually.TrueAsync(() => Task.FromResult(talker.ProviderGot.Any(received => received.Type == "conversation.item.delete")));
                talker.ProviderGot.ShouldAllBe(received => received.Type != "response.create");
                talker.Connection.Usage.OutputTokens.ShouldBe(0);
                return;
            }

            await talker.WriteAsync("say exactly after that");
            await talker.AskAsync();
            ((string)(await talker.UntilAsync("response.done"))["response"]!["status"]!).ShouldBe("completed");
            talker.Connections.Count.ShouldBeGreaterThan(1);
            talker.Connections[^1].Received.ShouldAllBe(received => !received.Text.Contains(word, StringComparison.Ordinal));

            return;
        }

        ((string)first["response"]!["status"]!).ShouldBe("completed");
        if (verdict == "mask" && !_answerUnasked.Contains(provider))
        {
            talker.ProviderGot.ShouldContain(received => received.Type == "conversation.item.delete");
            talker.ProviderGot.Single(received => received.Type == "conversation.item.create").Text.ShouldContain(Masked(engine));
        }
    }

    private async Task AnsweredAsync(string provider, string engine, string verdict)
    {
        await using var talker = await GuardTalker.OpenAsync(fixture, provider, $"{engine}-post_call");
        var word = Word(engine, verdict);

        await talker.WriteAsync($"say exactly it is {word} here");
        await talker.AskAsync();
        var done = await talker.UntilAsync("response.done");
        var status = (string)done["response"]!["status"]!;

        // What the client wrote itself comes back to it in its items; what counts is what the model said.
        var said = string.Concat(talker.Got.Where(json => ((string)json["type"]!).StartsWith("response.", StringComparison.Ordinal)).Select(json => json.ToJsonString()));
        if (verdict is "block" || (verdict == "down" && engine != "open"))
        {
            status.ShouldBe("cancelled");
            said.ShouldNotContain(word);
            talker.Got.ShouldAllBe(json => (string)json["type"]! != "response.output_audio.delta");
            talker.Got.ShouldContain(json => (string)json["type"]! == "error");
            return;
        }

        status.ShouldBe("completed");
        said.ShouldContain(verdict == "mask" ? Masked(engine) : word);
        said.Contains(word, StringComparison.Ordinal).ShouldBe(verdict != "mask");
    }
}
