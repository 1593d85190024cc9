using System.Text;
using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Sessions;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Tests.Sessions;

public sealed class UpstreamOpeningTests : IAsyncDisposable
{
    private const string Created = """{"type":"session.created","event_id":"p1","session":{"type":"realtime","instructions":"default"}}""";
    private const string Error = """{"type":"error","error":{"type":"invalid_request_error","code":"beta_api_shape_disabled","message":"No."}}""";

    private readonly FakeTimeProvider _time = new();
    private readonly FakeUpstream _upstream = new();
    private readonly UpstreamOpening _opening;

    public UpstreamOpeningTests() => _opening = new UpstreamOpening(_upstream, null, _time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Fact]
    public async Task First_event_opens()
    {
        _upstream.Say(Created);

        (await _opening.RunAsync(Start(), Cancel)).ShouldBeNull();

        Shown().ShouldBe([Created]);
        _upstream.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task First_event_that_comes_in_pieces_opens()
    {
        _upstream.Say(Created[..20], endOfMessage: false);
        _upstream.Say(Created[20..]);

        (await _opening.RunAsync(Start(), Cancel)).ShouldBeNull();

        Shown().ShouldBe([Created]);
    }

    [Fact]
    public async Task Error_and_close_is_a_refusal_with_its_code()
    {
        _upstream.Say(Error);
        _upstream.EndAs(UpstreamEndKind.Closed, 4000, "invalid_request_error.beta_api_shape_disabled");

        var refusal = (await _opening.RunAsync(Start(), Cancel)).ShouldNotBeNull();

        refusal.Kind.ShouldBe(UpstreamRefusalKind.Refused);
        refusal.Code.ShouldBe("beta_api_shape_disabled");
    }

    [Fact]
    public async Task Close_without_a_word_is_a_refusal_with_the_code_of_its_reason()
    {
        _upstream.EndAs(UpstreamEndKind.Closed, 4000, "invalid_request_error.model_not_found");

        (await _opening.RunAsync(Start(), Cancel)).ShouldNotBeNull().Code.ShouldBe("model_not_found");
    }

    [Fact]
    public async Task Error_after_which_the_connection_stays_opens_and_leaves_its_read_to_the_session()
    {
        _upstream.Say(Error);
        var run = _opening.RunAsync(Start(), Cancel);
        run.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(2));

        (await run).ShouldBeNull();
        _upstream.WasCancelled.ShouldBeFalse();
        _upstream.Say(Created);
        Encoding.UTF8.GetString((await _opening.PendingRead.ShouldNotBeNull()).Payload.Span).ShouldBe(Created);
    }

    [Fact]
    public async Task Bound_settings_go_up_and_show_in_the_first_event()
    {
        _upstream.Say(Created);
        var run = _opening.RunAsync(Start("""{"type":"realtime","instructions":"bound"}"""), Cancel);
        _upstream.Say("""{"type":"session.updated","event_id":"p2","session":{"type":"realtime","instructions":"bound"}}""");

        (await run).ShouldBeNull();

        _upstream.Sent.ShouldBe(["""{"type":"session.update","session":{"type":"realtime","instructions":"bound"}}"""]);
        Shown().ShouldBe(["""{"type":"session.created","event_id":"p1","session":{"type":"realtime","instructions":"bound"}}"""]);
    }

    [Fact]
    public async Task Bound_settings_are_applied_after_an_error_that_was_no_refusal_too()
    {
        _upstream.Say(Error);
        _upstream.Say(Created);
        var run = _opening.RunAsync(Start("""{"type":"realtime"}"""), Cancel);
        _upstream.Say("""{"type":"session.updated","session":{"type":"realtime"}}""");

        (await run).ShouldBeNull();

        _upstream.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Bound_settings_that_are_refused_are_a_refusal_without_secrets()
    {
        _upstream.Say(Created);
        var run = _opening.RunAsync(Start("""{"type":"realtime","x":1}"""), Cancel);
        _upstream.Say("""{"type":"error","error":{"code":"unknown_parameter","message":"Unknown at https://host.example/x"}}""");

        var refusal = (await run).ShouldNotBeNull();

        refusal.Code.ShouldBe("unknown_parameter");
        refusal.Message.ShouldNotContain("host.example");
    }

    private static UpstreamStart Start(string? settings = null) => new()
    {
        SessionId = "rts_test",
        Settings = settings is null ? default : Encoding.UTF8.GetBytes(settings),
    };

    private IEnumerable<string> Shown() => _opening.Events.Select(message => Events.Text(message));
}
