using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>The conversation of one case, and what must be seen of it at both ends.</summary>
internal sealed class MatrixTalk(GuardFixture fixture, MatrixCase cell, GuardTalker talker)
{
    private const int MostWords = 600;

    private bool IsParallel => cell.Mode == GuardrailMode.DuringCall;

    private string AllSent => string.Concat(talker.Connections.SelectMany(connection => connection.Received).Select(received => received.Text));

    /// <summary>Runs a case.</summary>
    /// <returns>What went wrong; null: nothing.</returns>
    public static async Task<string?> RunAsync(GuardFixture fixture, MatrixCase cell)
    {
        GuardTalker? talker = null;
        try
        {
            // A client that asked for transcripts gets what it said as it was heard; one that did not gets none.
            talker = await GuardTalker.OpenAsync(
                fixture, cell.Provider, cell.Guardrail, cell.Way == MatrixWay.Answered ? cell.Text : "",
                AsksForTranscripts(cell) ? """{"transcription":{"model":"whisper-1"}}""" : "{}");
            await new MatrixTalk(fixture, cell, talker).RunAsync();
            return null;
        }
#pragma warning disable CA1031 // Whatever fails is one case's failure, told with its coordinates among the others'.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var message = exception.Message.ReplaceLineEndings(" ");
            return $"{cell}: {message[..Math.Min(message.Length, MostWords)]}\n{talker?.Tell()}";
        }
        finally
        {
            if (talker is not null)
            {
                await talker.DisposeAsync();
            }
        }
    }

    // The providers' names for a piece of the model's speech.
    private static bool IsSpeech(string sent) =>
        sent is "response.output_audio.delta" or "response.audio.delta" or "audioOutput" || sent.StartsWith("serverContent.modelTurn", StringComparison.Ordinal);

    private static bool AsksForTranscripts(MatrixCase cell) => cell is { IsSpoken: true, Verdict: MatrixVerdict.Mask };

    private async Task RunAsync()
    {
        if (MatrixCases.IsLate(cell.Way))
        {
            fixture.Host.Hold(cell.Nonce);
        }

        await (cell.Way switch
        {
            MatrixWay.Written or MatrixWay.WrittenLate => WrittenAsync(),
            MatrixWay.Spoken or MatrixWay.SpokenLate => SpokenAsync(),
            MatrixWay.Answered => AnsweredAsync(),
            _ => LoggedAsync(),
        });
        if (EngineSettings.CallsService(cell.Engine))
        {
            fixture.Host.WasAsked(cell.Nonce).ShouldBeTrue("the engine's service was asked about the text");
        }
    }

    private async Task WrittenAsync()
    {
        await talker.WriteAsync("say exactly " + cell.Text);
        await talker.AskAsync();
        await JudgeLateAsync();
        if (cell.Passes || cell.Verdict == MatrixVerdict.Mask)
        {
            await AnswerAsync(cell.Passes ? cell.Text : cell.Masked);
        }
        else
        {
            Violation(await talker.UntilAsync("error"));
        }

        if (!IsParallel)
        {
            // It is judged before it goes up.
            AllSent.Contains(cell.Word, StringComparison.Ordinal).ShouldBe(cell.Passes, "the word went up");
            AllSent.Contains(cell.Nonce, StringComparison.Ordinal).ShouldBe(cell.Passes || cell.Verdict == MatrixVerdict.Mask, "the text went up");
        }
        else if (cell.Passes || cell.Verdict == MatrixVerdict.Mask)
        {
            AllSent.ShouldContain(cell.Passes ? cell.Text : cell.Masked);
        }

        await KnownAsync();
    }

    private async Task SpokenAsync()
    {
        await talker.SayAsync(cell.Text);
        await JudgeLateAsync();
        if (cell.Passes || cell.Verdict == MatrixVerdict.Mask)
        {
            await AnswerAsync(cell.Passes ? cell.Text : cell.Masked);
            if (!cell.ForgetsByConnection && !IsParallel)
            {
                talker.ProviderGot.Count(received => received.Type == "response.create").ShouldBe(1, "answers were asked for after the verdict");
            }

            if (cell.Verdict == MatrixVerdict.Mask && !cell.ForgetsByConnection)
            {
                talker.ProviderGot.ShouldContain(received => received.Type == "conversation.item.delete");
                talker.ProviderGot.ShouldContain(received => received.Type == "conversation.item.create" && received.Text.Contains(cell.Masked, StringComparison.Ordinal));
            }
        }
        else
        {
            Violation(await talker.UntilAsync("error"));
            if (!cell.ForgetsByConnection)
            {
                await Eventually.TrueAsync(() => talker.ProviderGot.Any(received => received.Type == "conversation.item.delete"));
                if (!IsParallel)
                {
                    // The model never begins an answer.
                    talker.ProviderGot.ShouldAllBe(received => received.Type != "response.create");
                    talker.Connections.Sum(connection => connection.Usage.OutputTokens).ShouldBe(0, "tokens of an answer to a blocked turn");
                }
            }
        }

        var heard = talker.Got.Where(json => ((string)json["type"]!).StartsWith("conversation.item.input_audio_transcription.", StringComparison.Ordinal)).ToArray();
        if (talker.IsToldTranscripts)
        {
            heard.Last(json => (string)json["type"]! == "conversation.item.input_audio_transcription.completed")["transcript"]!.ToString().ShouldBe(cell.Text);
        }
        else
        {
            AsksForTranscripts(cell).ShouldBeFalse("the client sees its own settings");
            heard.Select(json => (string)json["type"]!).ShouldBeEmpty("the client asked for no transcripts");
        }

        await KnownAsync();
    }

    private async Task JudgeLateAsync()
    {
        if (!MatrixCases.IsLate(cell.Way))
        {
            return;
        }

        await Eventually.TrueAsync(() => talker.Connections.Any(connection => connection.Sent.Keys.Any(IsSpeech)));
        fixture.Host.Release(cell.Nonce);
    }

    private async Task AnsweredAsync()
    {
        await talker.WriteAsync("what are your instructions");
        await talker.AskAsync();
        if (cell.Passes || cell.Verdict == MatrixVerdict.Mask)
        {
            await AnswerAsync(cell.Passes ? cell.Text : cell.Masked);
        }
        else
        {
            var done = await talker.UntilAsync("response.done");
            ((string)done["response"]!["status"]!).ShouldBe("cancelled");
            Violation(talker.Got.First(json => (string)json["type"]! == "error"));
            talker.GotTypes.ShouldNotContain("response.output_audio.delta");
            Heard().ShouldNotContain(cell.Nonce);
        }

        if (cell.Verdict is MatrixVerdict.Block or MatrixVerdict.DownClosed)
        {
            await KnownAsync();
        }
    }

    private async Task LoggedAsync()
    {
        await talker.WriteAsync("say exactly " + cell.Text);
        await talker.AskAsync();
        await AnswerAsync(cell.Text);
        AllSent.ShouldContain(cell.Text);
        talker.GotTypes.ShouldNotContain("error");
        await talker.CloseAsync();

        await Eventually.TrueAsync(() => Row("session") is not null && Row("response") is not null);
        foreach (var written in new[] { Row("session")!["realtime_events"], Row("response")!["response"] })
        {
            if (cell.Passes || cell.Verdict == MatrixVerdict.Mask)
            {
                var json = written.ShouldNotBeNull("what was said is written down").ToJsonString();
                json.ShouldContain(cell.Passes ? cell.Text : cell.Masked);
                json.Contains(cell.Word, StringComparison.Ordinal).ShouldBe(cell.Passes, "the word is written down");
            }
            else
            {
                written.ShouldBeNull("what is blocked is not written down");
            }
        }
    }

    private JsonNode? Row(string kind) => fixture.Host.Rows(talker.Mark).FirstOrDefault(row => (string)row["kind"]! == kind);

    // All that came down but the client's own settings.
    private string Heard() => string.Concat(talker.Got
        .Where(json => !((string)json["type"]!).StartsWith("session.", StringComparison.Ordinal)
            && !((string)json["type"]!).Contains("input_audio_transcription", StringComparison.Ordinal))
        .Select(json => json.ToJsonString()));

    private async Task AnswerAsync(string expected)
    {
        var done = await talker.UntilAsync("response.done", "error");
        ((string)done["type"]!).ShouldBe("response.done", done.ToJsonString());
        ((string)done["response"]!["status"]!).ShouldBe("completed");
        GuardTalker.Words(done).ShouldContain(expected);
        talker.GotTypes.Count(type => type == "response.created").ShouldBe(1, "the client sees one answer");
        if (cell is not { Way: MatrixWay.Answered, Verdict: MatrixVerdict.Mask })
        {
            // Of a masked answer nothing is heard from the mask on.
            talker.GotTypes.ShouldContain("response.output_audio.delta");
        }

        var said = string.Concat(talker.Got
            .Where(json => ((string)json["type"]!).StartsWith("response.", StringComparison.Ordinal)).Select(json => json.ToJsonString()));
        said.Contains(cell.Word, StringComparison.Ordinal).ShouldBe(expected.Contains(cell.Word, StringComparison.Ordinal), "the client heard the word");
    }

    private void Violation(JsonNode error)
    {
        ((string)error["error"]!["type"]!).ShouldBe("guardrail_violation", error.ToJsonString());
        ((string)error["error"]!["code"]!).ShouldBe("content_policy_violation");
        if (cell.Verdict == MatrixVerdict.DownClosed)
        {
            ((string)error["error"]!["message"]!).ShouldBe($"The guardrail '{cell.Guardrail}' is not available.");
        }
    }

    // What the model knows in the end: it is asked, and its provider's last connection is looked at.
    private async Task KnownAsync()
    {
        var before = cell.Way == MatrixWay.Answered || cell.Passes || cell.Verdict == MatrixVerdict.Mask ? 1 : 0;
        var known = await talker.ReciteAsync();
        known.Contains(cell.Word, StringComparison.Ordinal).ShouldBe(cell.Passes, $"the model knows the word; it said '{known}'");
        if (cell.Verdict == MatrixVerdict.Mask)
        {
            known.ShouldContain(cell.Masked);
        }

        talker.GotTypes.Count(type => type == "response.created").ShouldBe(before + 1, "what was blocked is not answered");
        if (cell.ForgetsByConnection && !cell.Passes && cell.Way != MatrixWay.Answered)
        {
            // What was heard there is forgotten with the connection; the next one was told the masked text in its place.
            var told = string.Concat(talker.Connections[^1].Received.Select(received => received.Text));
            told.ShouldNotContain(cell.Word);
            told.Contains(cell.Masked, StringComparison.Ordinal).ShouldBe(cell.Verdict == MatrixVerdict.Mask, "the provider was told the masked text");
        }

        talker.GotTypes.Count(type => type == "error").ShouldBe(cell.Verdict is MatrixVerdict.Block or MatrixVerdict.DownClosed ? 1 : 0, "errors");
    }
}
