using Realtime.Providers.WebSockets;

namespace Realtime.Providers.Tests.WebSockets;

public sealed class RealtimeUriTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1", "wss://api.openai.com/v1/realtime?model=m")]
    [InlineData("https://api.openai.com/v1/", "wss://api.openai.com/v1/realtime?model=m")]
    [InlineData("https://api.openai.com", "wss://api.openai.com/v1/realtime?model=m")]
    [InlineData("https://api.openai.com/", "wss://api.openai.com/v1/realtime?model=m")]
    [InlineData("https://api.openai.com/v1/realtime", "wss://api.openai.com/v1/realtime?model=m")]
    [InlineData("wss://api.openai.com/v1", "wss://api.openai.com/v1/realtime?model=m")]
    [InlineData("http://127.0.0.1:8000", "ws://127.0.0.1:8000/v1/realtime?model=m")]
    [InlineData("ws://127.0.0.1:8000/v1", "ws://127.0.0.1:8000/v1/realtime?model=m")]
    [InlineData("http://host:8443/proxy/v1", "ws://host:8443/proxy/v1/realtime?model=m")]
    [InlineData("https://host/proxy", "wss://host/proxy/v1/realtime?model=m")]
    [InlineData("https://host/v1?team=a", "wss://host/v1/realtime?team=a&model=m")]
    public void Build_joins_the_base_with_what_it_lacks_of_the_path(string apiBase, string expected) =>
        RealtimeUri.Build(new Uri(apiBase), "/v1/realtime", [new("model", "m")]).ToString().ShouldBe(expected);

    [Fact]
    public void Build_escapes_what_stands_in_the_query() =>
        RealtimeUri.Build(new Uri("https://host"), "/v1/realtime", [new("model", "a b&c=d/e")]).AbsoluteUri
            .ShouldBe("wss://host/v1/realtime?model=a%20b%26c%3Dd%2Fe");

    [Fact]
    public void WithQuery_adds_to_what_is_there() =>
        RealtimeUri.WithQuery(new Uri("wss://host/v1/realtime?model=m"), [new("a", "1"), new("b", "2")]).AbsoluteUri
            .ShouldBe("wss://host/v1/realtime?model=m&a=1&b=2");
}
