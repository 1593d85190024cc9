using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Tests.Frames;

namespace Realtime.Grains.Tests.Sessions.Clients;

public sealed class ClientLinkTests
{
    private static readonly SessionEnd Lost = new(SessionEndCause.ClientLost, 1006, "");
    private static readonly SessionEnd Closed = new(SessionEndCause.ClientClosed, 1000, "");

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingWriter _first = new();
    private readonly List<SessionEnd> _ends = [];

    [Fact]
    public async Task Client_that_returns_gets_what_it_missed_and_goes_on()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");
        Send(link, "e2");
        await link.ConnectionEndedAsync(0, Lost);
        Send(link, "e3");

        var (result, second) = Resume(link, token, "e1");
        Send(link, "e4");

        result.Refusal.ShouldBeNull();
        result.Connection.ShouldBe(1);
        result.ResumeToken.ShouldNotBeNull().ShouldNotBe(token);
        second.Frames.ShouldBe([Event("e2"), Event("e3"), Event("e4")]);
        _first.Frames.ShouldBe([Event("e1"), Event("e2")]);
        _time.Advance(TimeSpan.FromMinutes(1));
        _ends.ShouldBeEmpty();
    }

    [Fact]
    public async Task Client_that_does_not_return_in_time_has_ended_its_session()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        await link.ConnectionEndedAsync(0, Lost);
        _time.Advance(TimeSpan.FromSeconds(14.9));
        _ends.ShouldBeEmpty();

        _time.Advance(TimeSpan.FromSeconds(0.2));

        _ends.ShouldBe([Lost]);
        await link.EndAsync(Lost);
        Resume(link, token, null).Result.Refusal!.Code.ShouldBeOneOf("resume_expired", "resume_gap");
    }

    [Theory]
    [InlineData(ResumeOffer.None, SessionEndCause.ClientLost)]
    [InlineData(ResumeOffer.Header, SessionEndCause.ClientClosed)]
    [InlineData(ResumeOffer.Header, SessionEndCause.ClientViolation)]
    [InlineData(ResumeOffer.Header, SessionEndCause.ClientTooSlow)]
    public async Task Client_that_closed_or_has_no_token_is_not_waited_for(ResumeOffer offer, SessionEndCause cause)
    {
        var link = Link(offer);

        await link.ConnectionEndedAsync(0, new SessionEnd(cause, 1006, ""));

        _ends.Single().Cause.ShouldBe(cause);
    }

    [Fact]
    public void Token_is_good_once_and_with_its_key_only()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");

        Resume(link, token, "e1", key: "other").Result.Refusal!.Code.ShouldBe("invalid_resume_token");
        Resume(link, token + "x", "e1").Result.Refusal!.Code.ShouldBe("invalid_resume_token");
        var next = Resume(link, token, "e1").Result.ResumeToken!;
        Resume(link, token, "e1").Result.Refusal!.Code.ShouldBe("invalid_resume_token");
        Resume(link, next, "e1").Result.Refusal.ShouldBeNull();
    }

    [Fact]
    public void Client_that_returns_before_its_loss_was_noticed_takes_the_place_of_its_old_connection()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");

        Resume(link, token, "e1");

        _first.End!.Cause.ShouldBe(SessionEndCause.ConnectionReplaced);
        link.ConnectionEndedAsync(0, Closed).IsCompleted.ShouldBeTrue();
        _ends.ShouldBeEmpty();
    }

    [Fact]
    public void Call_that_is_repeated_is_answered_without_sending_again()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");
        Send(link, "e2");
        var (first, connection) = Resume(link, token, "e1", attempt: "a");

        var (again, unused) = Resume(link, token, "e1", attempt: "a");

        again.Connection.ShouldBe(first.Connection);
        unused.Frames.ShouldBeEmpty();
        connection.Frames.ShouldBe([Event("e2")]);
        Resume(link, again.ResumeToken!, "e2").Result.Refusal.ShouldBeNull();
    }

    [Fact]
    public void Event_that_is_not_known_is_a_gap()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");

        Resume(link, token, "e7").Result.Refusal!.Code.ShouldBe("resume_gap");
    }

    [Fact]
    public void Browser_is_told_its_token_by_an_event_whose_id_it_may_name()
    {
        var link = Link(ResumeOffer.Event);
        link.IssueToken(ResumeOffer.Event);
        Send(link, "e1");
        var told = JsonDocument.Parse(_first.Frames[0]).RootElement;
        told.GetProperty("type").GetString().ShouldBe("session.resume_token");

        var (result, second) = Resume(
            link, told.GetProperty("resume_token").GetString()!, told.GetProperty("event_id").GetString());

        JsonDocument.Parse(second.Frames[0]).RootElement.GetProperty("resume_token").GetString().ShouldBe(result.ResumeToken);
        second.Frames.Skip(1).ShouldBe([Event("e1")]);
    }

    [Fact]
    public void Event_without_an_id_gets_one_where_the_client_asked_to_be_able_to_return()
    {
        var link = Link(ResumeOffer.Event);
        link.Enqueue(FrameKind.Text, """ {"type":"x","nested":{"event_id":"inner"}}"""u8);
        link.Enqueue(FrameKind.Text, "{}"u8);
        link.Enqueue(FrameKind.Binary, "{\"type\":\"x\"}"u8);

        var numbered = JsonDocument.Parse(_first.Frames[0]).RootElement;
        numbered.GetProperty("event_id").GetString().ShouldNotBeNullOrEmpty();
        numbered.GetProperty("type").GetString().ShouldBe("x");
        _first.Frames.Skip(1).ShouldBe(["{}", "binary:{\"type\":\"x\"}"]);
    }

    [Fact]
    public async Task End_of_a_session_whose_client_is_away_waits_for_it()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");
        await link.ConnectionEndedAsync(0, Lost);
        Send(link, "e2");
        var end = new SessionEnd(SessionEndCause.UpstreamClosed, 1001, "over");
        var ending = link.EndAsync(end);
        ending.IsCompleted.ShouldBeFalse();

        var (_, second) = Resume(link, token, "e1");

        await ending.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        second.Frames.ShouldBe([Event("e2")]);
        second.End.ShouldBe(end);
    }

    [Fact]
    public async Task Write_that_an_abandoned_connection_holds_up_does_not_hold_up_the_session()
    {
        var link = Link();
        _first.Blocked = new TaskCompletionSource<bool>();
        Send(link, "e1");
        var flush = link.FlushAsync(TestContext.Current.CancellationToken).AsTask();
        flush.IsCompleted.ShouldBeFalse();

        await link.ConnectionEndedAsync(0, Lost);

        (await flush.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public void Gateway_that_lost_sight_of_the_silo_goes_on_where_it_was()
    {
        var link = Link();
        link.IssueToken(ResumeOffer.Header);
        Send(link, "e1");
        Send(link, "e2");
        link.CountReceived();
        var second = new RecordingWriter();

        var result = link.Rejoin(0, "a", 1, _ => second);

        (result.Refusal, result.Connection, result.ClientFrames).ShouldBe((null, 1, 1));
        second.Frames.ShouldBe([Event("e2")]);
        link.Rejoin(0, "a", 1, _ => throw new InvalidOperationException()).Connection.ShouldBe(1);
        link.Rejoin(0, "b", 1, _ => second).Refusal!.Code.ShouldBe("session_lost");
    }

    [Fact]
    public void Client_may_return_to_a_session_that_came_from_another_silo()
    {
        var link = Link();
        link.GoOnFrom(3, "a", 7, 9, "e9", "rts_AAAAAAAAAAAAAAAAAAAAAA.secret");
        Send(link, "e10");

        var (result, second) = Resume(link, "rts_AAAAAAAAAAAAAAAAAAAAAA.secret", "e9");

        (result.Refusal, result.Connection, result.ClientFrames, result.ServerFrames).ShouldBe((null, 4, 7, 9));
        second.Frames.ShouldBe([Event("e10")]);
    }

    [Fact]
    public async Task Gateway_that_was_taken_for_gone_hears_of_it_and_may_come_back()
    {
        var gateway = Substitute.For<ISessionClient>();
        var deaf = true;
        var told = 0;
        gateway.End(Arg.Any<SessionEnd>()).Returns(_ =>
        {
            told++;
            return deaf ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        });
        var link = new ClientLink(
            Setups.Link(_time, ResumeOffer.Header), new RemoteClientLink(gateway, "g", _time, NullLogger.Instance), _ => Task.CompletedTask);
        link.IssueToken(ResumeOffer.Header);
        await link.ConnectionEndedAsync(0, new SessionEnd(SessionEndCause.GatewayLost, 1006, ""));
        _time.Advance(TimeSpan.FromSeconds(1));
        deaf = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        told.ShouldBe(3);
        await gateway.Received().End(Arg.Is<SessionEnd>(end => end.Cause == SessionEndCause.GatewayLost));
        Send(link, "e1");

        var second = new RecordingWriter();
        var result = link.Rejoin(0, "a", 0, _ => second);

        (result.Refusal, result.Connection).ShouldBe((null, 1));
        second.Frames.ShouldBe([Event("e1")]);
        _time.Advance(TimeSpan.FromMinutes(1));
        told.ShouldBe(3);
    }

    [Theory]
    [InlineData(SessionEndCause.Draining, 2)]
    [InlineData(SessionEndCause.ClientLost, 1)]
    public async Task What_a_client_said_to_a_gateway_that_sent_it_away_may_come_late(SessionEndCause cause, int taken)
    {
        var session = new RecordingWriter();
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");
        await link.ConnectionEndedAsync(0, new SessionEnd(cause, 1012, ""));
        Resume(link, token, "e1");

        new ClientAttachment(session, link, 1).Enqueue(FrameKind.Text, "new"u8);
        new ClientAttachment(session, link, 0).Enqueue(FrameKind.Text, "late"u8);

        session.Frames.Count.ShouldBe(taken);
        link.Received.ShouldBe(1);
    }

    [Fact]
    public async Task Client_that_was_away_when_its_silo_died_gets_what_waited_for_it()
    {
        var link = Link();
        var token = link.IssueToken(ResumeOffer.Header)!;
        Send(link, "e1");
        link.CountReceived();
        link.Away().ShouldBeNull();
        await link.ConnectionEndedAsync(0, Lost);
        Send(link, "e2");
        var away = link.Away().ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(10));
        var other = Link();
        other.GoOnWaiting(away, 0, 1);
        Send(other, "e3");

        var (result, second) = Resume(other, token, "e1");

        (result.Refusal, result.Connection, result.ClientFrames, result.ServerFrames).ShouldBe((null, 1, 1, 1));
        second.Frames.ShouldBe([Event("e2"), Event("e3")]);
        other.Away().ShouldBeNull();
    }

    [Fact]
    public async Task Client_that_was_away_when_its_silo_died_is_waited_for_until_its_window_is_over()
    {
        var link = Link();
        link.IssueToken(ResumeOffer.Header);
        await link.ConnectionEndedAsync(0, Lost);
        _time.Advance(TimeSpan.FromSeconds(10));
        var other = Link();
        other.GoOnWaiting(link.Away()!, 0, 0);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        _ends.ShouldBeEmpty();

        _time.Advance(TimeSpan.FromSeconds(0.2));

        _ends.Count.ShouldBe(2);
    }

    private static string Event(string id) => $$"""{"type":"x","event_id":"{{id}}"}""";

    private static void Send(ClientLink link, string id) => link.Enqueue(FrameKind.Text, Encoding.UTF8.GetBytes(Event(id)));

    private static (SessionOpenResult Result, RecordingWriter Connection) Resume(
        ClientLink link, string token, string? lastEventId, string key = "key", string? attempt = null)
    {
        var connection = new RecordingWriter();
        var request = new SessionResumeRequest
        {
            AttemptId = attempt ?? Guid.NewGuid().ToString(),
            Token = token,
            KeyHash = key,
            LastEventId = lastEventId,
        };
        return (link.Resume(request, _ => connection), connection);
    }

    private ClientLink Link(ResumeOffer offer = ResumeOffer.Header) => new(
        Setups.Link(_time, offer),
        _first,
        end =>
        {
            _ends.Add(end);
            return Task.CompletedTask;
        });
}
