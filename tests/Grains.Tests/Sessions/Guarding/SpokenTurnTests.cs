using Realtime.Configuration;

namespace Realtime.Grains.Tests.Sessions.Guarding;

public sealed class SpokenTurnTests
{
    private const string Detection = """{"type":"server_vad","threshold":0.4,"create_response":true,"interrupt_response":true}""";
    private const string Create = """{"type":"response.create","event_id":"c1"}""";

    [Fact]
    public async Task Session_keeps_the_clients_turn_detection_but_answers_nothing_by_itself_and_transcribes()
    {
        var talk = Begin();

        var input = (await talk.ProviderGetsAsync("session.update"))["session"]!["audio"]!["input"]!;
        input["turn_detection"]!.ToJsonString().ShouldBe(Detection.Replace("\"create_response\":true", "\"create_response\":false"));
        input["transcription"]!["model"]!.ToString().ShouldBe("whisper-1");
        talk.ProviderSends(Settings("session.updated", """{"type":"server_vad","create_response":false}""", """{"model":"whisper-1"}"""));
        talk.Client.ShouldHaveSingleItem()["session"]!["audio"]!["input"]!.ToJsonString().ShouldBe($$$"""{"turn_detection":{{{Detection}}},"transcription":null}""");
    }

    [Fact]
    public void Client_sees_its_own_settings_after_its_own_update()
    {
        var talk = Begun();

        talk.ClientSends("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"low"},"transcription":null}}}}""");
        var up = talk.Upstream[^1]["session"]!["audio"]!["input"]!;
        up["turn_detection"]!.ToJsonString().ShouldBe("""{"type":"semantic_vad","eagerness":"low","create_response":false}""");
        up["transcription"]!["model"]!.ToString().ShouldBe("whisper-1");
        talk.ProviderSends(Settings("session.updated", """{"type":"semantic_vad","eagerness":"low","create_response":false}""", """{"model":"whisper-1"}"""));

        talk.Client[^1]["session"]!["audio"]!["input"]!.ToJsonString()
            .ShouldBe("""{"turn_detection":{"type":"semantic_vad","eagerness":"low","create_response":true},"transcription":null}""");
    }

    [Fact]
    public async Task Clean_turn_is_answered_after_its_verdict_and_its_transcript_stays_hidden_from_who_did_not_ask()
    {
        var talk = Begun();

        talk.ProviderSends(Committed("i1"), Transcript("i1", "hello"));

        (await talk.ProviderGetsAsync("response.create")).ContainsKey("response").ShouldBeFalse();
        talk.ClientTypes.ShouldNotContain("conversation.item.input_audio_transcription.completed");
    }

    [Fact]
    public async Task Blocked_turn_is_taken_back_and_never_answered()
    {
        var talk = Begun();

        talk.ProviderSends(Committed("i1"), Transcript("i1", "bad"));

        await talk.ClientGetsAsync("error");
        talk.Upstream.Single(json => GuardedTalk.Type(json) == "conversation.item.delete")["item_id"]!.ToString().ShouldBe("i1");
        talk.UpstreamTypes.ShouldNotContain("response.create");
    }

    [Fact]
    public async Task Blocked_turn_is_answered_by_the_message_where_there_is_one()
    {
        var talk = Begun(entry => entry with { RealtimeViolationMessage = "No." });

        talk.ProviderSends(Committed("i1"), Transcript("i1", "bad"));

        (await talk.ProviderGetsAsync("response.create"))["response"]!["instructions"]!.ToString().ShouldBe("Say exactly: No.");
    }

    [Fact]
    public async Task Masked_turn_is_replaced_by_its_text_in_its_place_before_the_answer()
    {
        var talk = Begun();

        talk.ProviderSends(Committed("i2", "i1"), Transcript("i2", "a secret"));

        await talk.ProviderGetsAsync("response.create");
        talk.UpstreamTypes.Skip(1).ShouldBe(["conversation.item.delete", "conversation.item.create", "response.create"]);
        var created = talk.Upstream[2];
        created["previous_item_id"]!.ToString().ShouldBe("i1");
        created["item"]!["content"]!.ToJsonString().ShouldBe("""[{"type":"input_text","text":"a [X]"}]""");
    }

    [Fact]
    public async Task Client_that_wants_no_answers_gets_none()
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription);
        talk.ProviderSends(Settings("session.created", Detection.Replace("\"create_response\":true", "\"create_response\":false"), """{"model":"m"}"""));

        talk.ProviderSends(Committed("i1"), Transcript("i1", "hello"));

        await talk.ClientGetsAsync("conversation.item.input_audio_transcription.completed");
        await talk.UntilAsync(t => t.Engine.Asked.Count == 1);
        talk.ClientSends(Create);
        await talk.UntilAsync(t => t.Upstream.Count == 1);
        talk.Upstream.ShouldHaveSingleItem()["event_id"]!.ToString().ShouldBe("c1");
    }

    [Theory]
    [InlineData("hello", true)]
    [InlineData("bad", false)]
    public async Task Request_after_a_commit_by_hand_waits_for_the_verdict(string said, bool answered)
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription);
        talk.ProviderSends(Settings("session.created", "null", """{"model":"m"}"""));

        talk.ClientSends("""{"type":"input_audio_buffer.commit"}""", Create);
        talk.UpstreamTypes.ShouldBe(["input_audio_buffer.commit"]);
        talk.ProviderSends(Committed("i1"));
        talk.UpstreamTypes.ShouldBe(["input_audio_buffer.commit"]);
        talk.ProviderSends(Transcript("i1", said));

        if (answered)
        {
            (await talk.ProviderGetsAsync("response.create"))["event_id"]!.ToString().ShouldBe("c1");
            return;
        }

        await talk.ProviderGetsAsync("conversation.item.delete");
        await talk.ClientGetsAsync("error");
        talk.UpstreamTypes.ShouldNotContain("response.create");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turn_that_nobody_transcribes_is_decided_as_if_the_engine_were_away(bool open)
    {
        var talk = Begun(entry => entry with { FailOpen = open });

        talk.ProviderSends(Committed("i1"));

        await talk.UntilAsync(t =>
        {
            t.Time.Advance(TimeSpan.FromSeconds(1));
            return t.UpstreamTypes.Contains("response.create") || t.ClientTypes.Contains("error");
        });
        talk.UpstreamTypes.Contains("response.create").ShouldBe(open);
    }

    [Fact]
    public async Task Answer_waits_for_the_response_that_still_runs()
    {
        var talk = Begun();
        talk.ProviderSends("""{"type":"response.created","response":{"id":"r0"}}""");

        talk.ProviderSends(Committed("i1"), Transcript("i1", "hello"));
        await talk.UntilAsync(t => t.Engine.Asked.Count == 1);
        talk.ProviderSends("""{"type":"response.done","response":{"id":"r0"}}""");

        await talk.ProviderGetsAsync("response.create");
        talk.UpstreamTypes.Count(type => type == "response.create").ShouldBe(1);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("bad")]
    public async Task Provider_that_answers_unasked_is_held_until_the_verdict(string said)
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription, answersUnasked: true);
        talk.ProviderSends(Settings("session.created", Detection, "null"));

        talk.ProviderSends(
            Committed("i1"),
            """{"type":"response.created","response":{"id":"r1","conversation_id":"c"}}""",
            """{"type":"response.output_audio.delta","response_id":"r1","item_id":"o1","delta":"AAAA"}""");
        talk.ClientTypes.ShouldNotContain("response.created");
        talk.ProviderSends(Transcript("i1", said));

        if (said == "hello")
        {
            await talk.ClientGetsAsync("response.output_audio.delta");
            talk.UpstreamTypes.ShouldNotContain("response.create");
            return;
        }

        (await talk.ProviderGetsAsync("response.cancel"))["response_id"]!.ToString().ShouldBe("r1");
        await talk.ClientGetsAsync("error");
        talk.ProviderSends("""{"type":"response.done","response":{"id":"r1","status":"cancelled"}}""");
        talk.ClientTypes.ShouldNotContain("response.created");
        talk.ClientTypes.ShouldNotContain("response.done");
    }

    [Fact]
    public async Task Turn_after_a_blocked_one_whose_answer_never_came_is_answered()
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription, answersUnasked: true);
        talk.ProviderSends(Settings("session.created", Detection, "null"));
        talk.ProviderSends(Committed("i1"), Transcript("i1", "bad"));
        await talk.ClientGetsAsync("error");

        // The provider took to a fresh connection, on which nobody has said that.
        talk.ProviderSends(Committed("i2"), Transcript("i2", "hello"));
        await talk.UntilAsync(t => t.Engine.Asked.Count == 2);
        talk.ProviderSends(
            """{"type":"response.created","response":{"id":"r2","conversation_id":"c"}}""",
            """{"type":"response.output_audio.delta","response_id":"r2","item_id":"o2","delta":"AAAA"}""");

        await talk.ClientGetsAsync("response.output_audio.delta");
        talk.UpstreamTypes.ShouldNotContain("response.cancel");
    }

    [Fact]
    public async Task Masked_turn_whose_first_answer_never_comes_is_answered_all_the_same()
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription, answersUnasked: true);
        talk.ProviderSends(Settings("session.created", Detection, "null"));
        talk.ProviderSends(Committed("i1"), Transcript("i1", "secret"));
        await talk.ProviderGetsAsync("conversation.item.create");
        talk.UpstreamTypes.ShouldNotContain("response.create");

        talk.Time.Advance(TimeSpan.FromSeconds(5));

        await talk.ProviderGetsAsync("response.create");
        talk.ProviderSends(
            """{"type":"response.created","response":{"id":"r1","conversation_id":"c"}}""",
            """{"type":"response.output_audio.delta","response_id":"r1","item_id":"o1","delta":"AAAA"}""");
        await talk.ClientGetsAsync("response.output_audio.delta");
    }

    [Theory]
    [InlineData(ProviderNames.Bedrock, "hello")]
    [InlineData(ProviderNames.Bedrock, "bad")]
    [InlineData(ProviderNames.Gemini, "bad")]
    public async Task Fallback_that_answers_unasked_is_held_until_the_verdict_in_a_session_that_began_with_another_provider(string provider, string said)
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription, mayAnswerUnasked: true);
        talk.ProviderSends(Settings("session.created", Detection, "null"));
        (await talk.ProviderGetsAsync("session.update")).ToJsonString().ShouldContain("\"create_response\":false");
        talk.ProviderSends(Settings("session.updated", Detection, """{"model":"whisper-1"}"""));
        talk.ProviderSends(Committed("i0"), Transcript("i0", "hello"));
        await talk.ProviderGetsAsync("response.create");
        talk.ProviderSends(
            """{"type":"response.created","response":{"id":"r0","conversation_id":"c"}}""",
            """{"type":"response.output_audio.delta","response_id":"r0","item_id":"o0","delta":"AAAA"}""",
            """{"type":"response.done","response":{"id":"r0","status":"completed"}}""");
        talk.ClientTypes.Count(type => type == "response.output_audio.delta").ShouldBe(1);

        talk.Provider = provider;
        talk.ProviderSends(
            Committed("i1"),
            """{"type":"response.created","response":{"id":"r1","conversation_id":"c"}}""",
            """{"type":"response.output_audio.delta","response_id":"r1","item_id":"o1","delta":"AAAA"}""");
        talk.ClientTypes.Count(type => type.StartsWith("response.", StringComparison.Ordinal)).ShouldBe(3);
        talk.ProviderSends(Transcript("i1", said));

        if (said == "hello")
        {
            await talk.UntilAsync(t => t.ClientTypes.Count(type => type == "response.output_audio.delta") == 2);
            talk.UpstreamTypes.Count(type => type == "response.create").ShouldBe(1);
            return;
        }

        (await talk.ProviderGetsAsync("response.cancel"))["response_id"]!.ToString().ShouldBe("r1");
        await talk.ClientGetsAsync("error");
        talk.ClientTypes.Count(type => type.StartsWith("response.", StringComparison.Ordinal)).ShouldBe(3);
        talk.UpstreamTypes.Count(type => type == "response.create").ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_to_be_said_outlives_a_response_that_is_in_its_way(bool isKnown)
    {
        var talk = Begun(entry => entry with { RealtimeViolationMessage = "No." });
        talk.ProviderSends(Committed("i1"), Transcript("i1", "bad"));
        var first = await talk.ProviderGetsAsync("response.create");
        var refusal = $$$"""{"type":"error","error":{"type":"invalid_request_error","code":"conversation_already_has_active_response","event_id":"{{{first["event_id"]}}}"}}""";

        if (isKnown)
        {
            talk.ProviderSends("""{"type":"response.created","response":{"id":"r0","conversation_id":"c"}}""", refusal);
            talk.UpstreamTypes.Count(type => type == "response.create").ShouldBe(1);
            talk.ProviderSends("""{"type":"response.done","response":{"id":"r0","status":"completed"}}""");
        }
        else
        {
            talk.ProviderSends(refusal);
            talk.UpstreamTypes.Count(type => type == "response.create").ShouldBe(1);
        }

        await talk.UntilAsync(t =>
        {
            t.Time.Advance(TimeSpan.FromMilliseconds(100));
            return t.UpstreamTypes.Count(type => type == "response.create") == 2;
        });
        var second = talk.Upstream[^1];
        second["response"]!.ToJsonString().ShouldBe(first["response"]!.ToJsonString());
        second["event_id"]!.ToString().ShouldNotBe(first["event_id"]!.ToString());
        talk.ClientTypes.Count(type => type == "error").ShouldBe(1);
    }

    [Fact]
    public async Task Error_about_an_event_of_the_guards_own_is_not_the_clients()
    {
        var talk = Begun();
        talk.ProviderSends(Committed("i1"), Transcript("i1", "bad"));
        var deleted = await talk.ProviderGetsAsync("conversation.item.delete");
        await talk.ClientGetsAsync("error");

        talk.ProviderSends($$$"""{"type":"error","error":{"type":"invalid_request_error","code":"item_delete_invalid_item_id","event_id":"{{{deleted["event_id"]}}}"}}""");

        talk.ClientTypes.Count(type => type == "error").ShouldBe(1);
    }

    [Fact]
    public void Audio_inside_an_item_which_nobody_transcribes_does_not_go_up()
    {
        var talk = Begun();

        talk.ClientSends("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_audio","audio":"AAAA"}]}}""");

        talk.UpstreamTypes.ShouldNotContain("conversation.item.create");
        talk.ClientTypes.ShouldContain("error");
    }

    private static GuardedTalk Begin(Func<GuardrailEntry, GuardrailEntry>? with = null)
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription, with);
        talk.ProviderSends(Settings("session.created", Detection, "null"));
        return talk;
    }

    private static GuardedTalk Begun(Func<GuardrailEntry, GuardrailEntry>? with = null)
    {
        var talk = Begin(with);
        talk.ProviderSends(Settings("session.updated", Detection, """{"model":"whisper-1"}"""));
        return talk;
    }

    private static string Settings(string type, string detection, string transcription)
    {
        var input = $"\"turn_detection\":{detection},\"transcription\":{transcription}";
        return "{\"type\":\"" + type + "\",\"session\":{\"type\":\"realtime\",\"audio\":{\"input\":{" + input + "}}}}";
    }

    private static string Committed(string id, string? previous = null) =>
        $$"""{"type":"input_audio_buffer.committed","item_id":"{{id}}","previous_item_id":{{(previous is null ? "null" : $"\"{previous}\"")}}}""";

    private static string Transcript(string id, string text) =>
        $$"""{"type":"conversation.item.input_audio_transcription.completed","item_id":"{{id}}","content_index":0,"transcript":"{{text}}"}""";
}
