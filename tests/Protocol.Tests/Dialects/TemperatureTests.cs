using System.Text.Json.Nodes;

namespace Realtime.Protocol.Tests.Dialects;

/// <summary>The temperature, which GA does not have and which a beta client sees again as it set it.</summary>
public sealed class TemperatureTests
{
    private readonly Edge _edge = Edge.OfBetaClient();

    [Fact]
    public void Session_temperature_is_the_clients_last_value_in_its_own_digits()
    {
        _edge.ToCanonical("""{"type":"session.update","session":{"temperature":0.70}}""").ShouldHaveSingleItem().ShouldNotContain("0.7");
        _edge.ToCanonical("""{"type":"session.update","session":{"voice":"ash"}}""");

        _edge.FromCanonical("""{"type":"session.updated","session":{"type":"realtime"}}""").ShouldHaveSingleItem().ShouldContain(""":0.70}""");
        TemperatureOf("""{"type":"response.created","response":{"id":"r1"}}""").ShouldBe(0.7);
    }

    [Fact]
    public void Session_temperature_that_is_no_number_is_not_remembered()
    {
        _edge.ToCanonical("""{"type":"session.update","session":{"temperature":"hot"}}""");
        _edge.ToCanonical("""{"type":"session.update","session":{"temperature":null}}""");

        TemperatureOf("""{"type":"response.done","response":{"id":"r1"}}""").ShouldBe(0.8);
    }

    [Fact]
    public void Response_temperature_of_its_own_holds_for_that_response_alone()
    {
        _edge.ToCanonical("""{"type":"response.create","response":{"temperature":1.1}}""");

        TemperatureOf("""{"type":"response.created","response":{"id":"r1"}}""").ShouldBe(1.1);
        TemperatureOf("""{"type":"response.created","response":{"id":"r2"}}""").ShouldBe(0.8);
        TemperatureOf("""{"type":"response.done","response":{"id":"r2"}}""").ShouldBe(0.8);
        TemperatureOf("""{"type":"response.done","response":{"id":"r1"}}""").ShouldBe(1.1);
    }

    [Fact]
    public void Response_temperature_of_a_request_does_not_stick_to_the_next_request()
    {
        _edge.ToCanonical("""{"type":"response.create","response":{"temperature":1.1}}""");
        _edge.ToCanonical("""{"type":"response.create"}""");

        TemperatureOf("""{"type":"response.created","response":{"id":"r1"}}""").ShouldBe(0.8);
    }

    [Fact]
    public void Transcription_sessions_have_none() =>
        _edge.FromCanonical("""{"type":"session.updated","session":{"type":"transcription"}}""").ShouldHaveSingleItem()
            .ShouldNotContain("temperature");

    private double? TemperatureOf(string serverEvent) =>
        JsonNode.Parse(_edge.FromCanonical(serverEvent).ShouldHaveSingleItem())!["response"]!["temperature"]?.GetValue<double>();
}
