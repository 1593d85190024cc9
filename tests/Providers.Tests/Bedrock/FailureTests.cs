using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;

namespace Realtime.Providers.Tests.Bedrock;

public sealed class FailureTests
{
    private static readonly UpstreamRenewal Unusable = new(UpstreamRenewalCause.Unusable);

    [Theory]
    [InlineData("throttlingException", "rate_limit_exceeded")]
    [InlineData("serviceQuotaExceededException", "rate_limit_exceeded")]
    public void Answer_that_is_throttled_has_failed_and_a_fresh_stream_goes_on(string exception, string code)
    {
        var wire = NovaWire.Begun();
        wire.Nova(NovaScript.Answer("Well,", "PARTIAL_TURN"));

        var done = wire.Nova(NovaScript.Exception(exception)).One("response.done");

        done.Said("response.status").ShouldBe("failed");
        done.Said("response.status_details.error.code").ShouldBe(code);
        done.Said("response.output.0.status").ShouldBe("incomplete");
        wire.Renewals.ShouldBe([Unusable]);
    }

    [Theory]
    [InlineData("modelTimeoutException", "model_timeout")]
    [InlineData("modelStreamErrorException", "upstream_failed")]
    [InlineData("internalServerException", "upstream_failed")]
    public void Answer_that_is_cut_is_left_to_the_session_which_asks_again_and_the_fourth_has_failed(string exception, string code)
    {
        var wire = NovaWire.Begun();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            wire.Nova(NovaScript.Answer("Well,", "PARTIAL_TURN"));
            wire.Nova(NovaScript.Exception(exception)).ShouldBeEmpty();
            wire.Renewals.Count.ShouldBe(attempt);
            wire.Open(isReplacement: true);
        }

        wire.Nova(NovaScript.Answer("Well,", "PARTIAL_TURN"));
        wire.Nova(NovaScript.Exception(exception)).One("response.done").Said("response.status_details.error.code").ShouldBe(code);
    }

    [Fact]
    public void Idle_time_out_is_renewed_without_a_word()
    {
        var wire = NovaWire.Begun();

        wire.Nova(NovaScript.Exception("modelTimeoutException", "Model has timed out in processing the request.")).ShouldBeEmpty();

        wire.Renewals.ShouldBe([Unusable]);
    }

    [Theory]
    [InlineData("throttlingException", 3, "rate_limit_exceeded")]
    [InlineData("internalServerException", 4, "upstream_failed")]
    public void Asked_for_answer_is_tried_on_some_streams_and_then_fails(string exception, int attempts, string code)
    {
        var wire = NovaWire.Begun();
        wire.Client(InputTests.Message("user", "hi"));
        wire.Client("""{"type":"response.create","response":{"metadata":{"k":"v"}}}""");
        var pauses = new[] { 0, 1000, 3000 };
        for (var attempt = 1; attempt < attempts; attempt++)
        {
            wire.Nova(NovaScript.Exception(exception)).ShouldBeEmpty();
            wire.Renewals.Count.ShouldBe(attempt);
            wire.TakeProvider();
            wire.Open(history: [InputTests.Message("user", "hi")], isReplacement: true);
            wire.TakeProviderNames().Length.ShouldBe(pauses[attempt - 1] == 0 ? 5 : 0);
            wire.After(pauses[attempt - 1] + 400);
            wire.TakeProvider().Where(entry => NovaWire.Name(entry) == "textInput").Select(entry => NovaWire.Fields(entry).Said("content")).Last().ShouldBe("hi");
        }

        var events = wire.Nova(NovaScript.Exception(exception));

        events.Types().ShouldBe(["response.created", "response.done"]);
        events[1].Said("response.status_details.error.code").ShouldBe(code);
        events[1].Said("response.metadata.k").ShouldBe("v");
        wire.Renewals.Count.ShouldBe(attempts);
        wire.Open(isReplacement: true);
        wire.After(400);
        wire.TakeProviderNames().ShouldBe(["sessionStart", "promptStart", "contentStart", "textInput", "contentEnd"]);
    }

    [Fact]
    public void Request_that_the_session_repeats_is_the_one_that_went_down()
    {
        var wire = NovaWire.Begun();
        wire.Client(InputTests.Message("user", "hi"));
        wire.Client("""{"type":"response.create"}""");
        wire.Nova(NovaScript.Exception("internalServerException"));
        wire.TakeProvider();
        wire.Open(history: [InputTests.Message("user", "hi")], isReplacement: true);

        wire.Client("""{"type":"response.create"}""").ShouldBeEmpty();
        wire.After(300);

        wire.TakeProvider().Count(entry => NovaWire.Name(entry) == "textInput" && NovaWire.Fields(entry).Said("content") == "hi").ShouldBe(1);
    }

    [Theory]
    [InlineData("internalServerException", 1)]
    [InlineData("throttlingException", 2)]
    public void Opening_that_lasts_long_asks_for_nothing_that_the_session_asks_for(string exception, int times)
    {
        var wire = NovaWire.Begun();
        wire.Client(InputTests.Message("user", "hi"));
        wire.Client("""{"type":"response.create"}""");
        for (var time = 0; time < times; time++)
        {
            wire.Nova(NovaScript.Exception(exception));
        }

        wire.TakeProvider();
        wire.IsOpening = true;
        wire.Open(history: [InputTests.Message("user", "hi")], isReplacement: true);
        wire.After(2000);
        wire.IsOpening = false;

        wire.Client("""{"type":"response.create"}""").ShouldBeEmpty();
        wire.After(2000).ShouldBeEmpty();

        wire.TakeProvider().Count(entry => NovaWire.Name(entry) == "textInput" && NovaWire.Fields(entry).Said("content") == "hi").ShouldBe(1);
    }

    [Fact]
    public void Spoken_turn_that_was_not_answered_is_said_again()
    {
        var wire = NovaWire.Begun();
        wire.Client(InputTests.Append(600, 0x20)).One("input_audio_buffer.speech_started");
        wire.Nova(NovaScript.User("hello there")).ShouldBeEmpty();
        wire.Nova(NovaScript.Exception("internalServerException")).ShouldBeEmpty();
        wire.TakeProvider();

        wire.Open(isReplacement: true);

        // What the session repeats of it is no second turn.
        wire.Client(InputTests.Append(600, 0x20)).ShouldBeEmpty();
        wire.TakeProvider().Where(entry => NovaWire.Name(entry) == "audioInput")
            .Sum(piece => Convert.FromBase64String(NovaWire.Fields(piece).Said("content")).Count(value => value != 0)).ShouldBeInRange(15_000, 20_000);
        var events = wire.Nova([.. NovaScript.User("hello there"), .. NovaScript.Answer("hi")]);
        events.Types()[..2].ShouldBe(["input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped"]);
    }

    [Fact]
    public void Stream_that_is_opened_ahead_takes_nothing_from_the_one_that_still_serves()
    {
        var wire = NovaWire.Begun();
        var item = wire.Client(InputTests.Append(600, 0x20)).One("input_audio_buffer.speech_started").Said("item_id");
        wire.Nova(NovaScript.User("hello"));
        var ahead = new NovaWire { Carried = wire.Carried };

        ahead.Open(isReplacement: true);

        ahead.TakeProviderNames().ShouldBe(["sessionStart", "promptStart", "contentStart", "textInput", "contentEnd"]);
        wire.Nova(NovaScript.Answer("hi")).One("input_audio_buffer.committed").Said("item_id").ShouldBe(item);
    }

    [Fact]
    public void Speech_of_a_history_whose_words_nobody_knows_is_said_with_the_next_answer()
    {
        var wire = new NovaWire();
        var audio = Convert.ToBase64String([.. Enumerable.Repeat((byte)0x20, 24_000)]);
        wire.Open(
            history: [$$$"""{"type":"conversation.item.create","item":{"id":"s","type":"message","role":"user","content":[{"type":"input_audio","audio":"{{{audio}}}"}]}}"""],
            isReplacement: true);

        wire.Client("""{"type":"response.create"}""").ShouldBeEmpty();

        wire.TakeProvider().Where(entry => NovaWire.Name(entry) == "audioInput")
            .Sum(piece => Convert.FromBase64String(NovaWire.Fields(piece).Said("content")).Count(value => value != 0)).ShouldBeGreaterThan(14_000);
    }

    [Fact]
    public void Invalid_input_is_told_once_and_tried_once_more()
    {
        var wire = NovaWire.Begun();
        var told = new List<JsonObject>();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            told.AddRange(wire.Nova(NovaScript.Exception("validationException", "Invalid voiceId SECRET")));
            wire.Open(isReplacement: true);
        }

        told.One("error").ToJsonString().ShouldNotContain("SECRET");
        wire.Renewals.Count.ShouldBe(1);
    }

    [Fact]
    public void Settings_that_are_changed_after_a_refusal_are_tried_anew()
    {
        var wire = NovaWire.Begun("""{"audio":{"output":{"voice":"nobody"}}}""");
        wire.Nova(NovaScript.Exception("validationException", "Invalid voiceId")).One("error");
        wire.Open(isReplacement: true, settings: """{"audio":{"output":{"voice":"nobody"}}}""");
        wire.Client("""{"type":"session.update","session":{"audio":{"output":{"voice":"amy"}}}}""").One("session.updated");

        wire.Nova(NovaScript.Exception("validationException", "Invalid voiceId")).One("error");
    }

    [Fact]
    public void Refused_credentials_are_told_and_not_tried_again()
    {
        var wire = NovaWire.Begun();

        wire.Nova(NovaScript.Exception("accessDeniedException")).One("error").Said("error.type").ShouldBe("permission_error");

        wire.Renewals.ShouldBeEmpty();
    }
}
