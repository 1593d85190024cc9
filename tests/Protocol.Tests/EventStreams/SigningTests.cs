using System.Buffers;
using System.Text;
using System.Text.Json;
using Realtime.Protocol.EventStreams;
using Realtime.Protocol.EventStreams.Signing;

namespace Realtime.Protocol.Tests.EventStreams;

public sealed class SigningTests
{
    public static IEnumerable<TheoryDataRow<string>> Sets => Vectors.Names(Vectors.Signatures.GetProperty("sets"));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Request_is_signed_as_the_published_implementations_sign_it(string name)
    {
        var set = Vectors.Named(Vectors.Signatures.GetProperty("sets"), name);
        var request = set.GetProperty("request");
        var headers = Headers(request);
        var time = Time(request);
        var canonical = SigV4.CanonicalRequest(request.Text("method"), request.Text("wirePath"), headers);
        var toSign = SigV4.StringToSign(canonical, Scope(set), time);
        var key = SigV4.SigningKey(set.Text("secretAccessKey"), Scope(set), time);

        SigV4.Sign(key, toSign).ShouldBe(request.Text("signature"));
        if (request.TryGetProperty("canonicalRequest", out var expected))
        {
            canonical.ShouldBe(expected.GetString());
            toSign.ShouldBe(request.Text("stringToSign"));
            Convert.ToHexStringLower(key).ShouldBe(request.Text("signingKeyHex"));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Events_are_chained_to_the_request_and_to_each_other(string name)
    {
        var set = Vectors.Named(Vectors.Signatures.GetProperty("sets"), name);
        var chain = new EventSignatureChain(set.Text("secretAccessKey"), Scope(set), set.GetProperty("request").Text("signature"));
        foreach (var vector in set.GetProperty("events").EnumerateArray())
        {
            var date = DateTimeOffset.FromUnixTimeMilliseconds(vector.GetProperty("dateMillis").GetInt64());
            var payload = Inner(vector) ?? vector.Hex("payloadHex");
            Convert.ToHexStringLower(payload).ShouldBe(vector.Text("payloadHex"));
            chain.StringToSign(date, payload).ShouldBe(vector.Text("stringToSign"));

            if (vector.TryGetProperty("frameHex", out var frame))
            {
                var output = new ArrayBufferWriter<byte>();
                chain.Write(output, date, payload);
                Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(frame.GetString());
            }
            else
            {
                Convert.ToHexStringLower(chain.Sign(date, payload)).ShouldBe(vector.Text("signature"));
            }
        }
    }

    [Fact]
    public void Key_is_that_of_the_events_own_day()
    {
        var scope = new SigningScope("us-east-1", "bedrock");
        var evening = DateTimeOffset.Parse("2026-01-02T23:59:59Z", System.Globalization.CultureInfo.InvariantCulture);
        var chain = new EventSignatureChain("secret", scope, "00");
        chain.Sign(evening, []);
        var next = chain.StringToSign(evening.AddSeconds(2), []);

        var signature = chain.Sign(evening.AddSeconds(2), []);

        Convert.ToHexStringLower(signature).ShouldBe(SigV4.Sign(SigV4.SigningKey("secret", scope, evening.AddSeconds(2)), next));
        next.ShouldContain("20260103/us-east-1/bedrock/aws4_request");
    }

    private static byte[]? Inner(JsonElement vector)
    {
        if (!vector.TryGetProperty("eventJson", out var json) || json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>();
        var payload = $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json.GetString()!))}}"}""";
        EventStreamEncoder.Write(
            output,
            [
                EventStreamHeader.Text(":event-type", "chunk"),
                EventStreamHeader.Text(":message-type", "event"),
                EventStreamHeader.Text(":content-type", "application/json"),
            ],
            Encoding.UTF8.GetBytes(payload));
        return output.WrittenSpan.ToArray();
    }

    private static SigningScope Scope(JsonElement set) => new(set.Text("region"), set.Text("service"));

    private static KeyValuePair<string, string>[] Headers(JsonElement request) =>
    [
        .. request.GetProperty("headers").EnumerateObject()
            .Where(header => header.Name != "authorization")
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!)),
    ];

    private static DateTimeOffset Time(JsonElement request) => DateTimeOffset.ParseExact(
        request.GetProperty("headers").Text("x-amz-date"),
        "yyyyMMdd'T'HHmmss'Z'",
        System.Globalization.CultureInfo.InvariantCulture,
        System.Globalization.DateTimeStyles.AssumeUniversal);
}
