using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Events;

public sealed class EventScannerScanTests
{
    [Theory]
    [InlineData("""{"type":"session.update"}""", RealtimeEventType.SessionUpdate)]
    [InlineData(""" { "type" : "response.create" } """, RealtimeEventType.ResponseCreate)]
    [InlineData("\t{\r\n\"event_id\":\"e\",\n\"type\":\"response.cancel\"}\n", RealtimeEventType.ResponseCancel)]
    [InlineData("""{"session":{"type":"realtime","tools":[{"type":"function"}]},"type":"session.update"}""", RealtimeEventType.SessionUpdate)]
    [InlineData("""{"a":[1,-2.5e+3,true,false,null,{}],"b":12,"c":null,"type":"input_audio_buffer.commit"}""", RealtimeEventType.InputAudioBufferCommit)]
    [InlineData("""{"note":"a \"type\":\"error\" } \\","type":"response.create"}""", RealtimeEventType.ResponseCreate)]
    [InlineData("""{"Type":"error","type":"response.create"}""", RealtimeEventType.ResponseCreate)]
    [InlineData("""{"type":"something.new","x":1}""", RealtimeEventType.Unknown)]
    [InlineData("""{"type":""}""", RealtimeEventType.Unknown)]
    public void Scan_of_one_object_with_a_type_finds_the_type(string json, RealtimeEventType expected)
    {
        var scan = Scan(json);

        scan.Status.ShouldBe(EventScanStatus.Ok);
        scan.Type.ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"\u0074ype":"session.update"}""")]
    [InlineData("""{"type":"session\u002eupdate"}""")]
    [InlineData("""{"\u0074\u0079\u0070\u0065":"\u0073ession.update"}""")]
    public void Scan_recognises_a_type_that_is_written_with_escapes(string json)
    {
        var scan = Scan(json);

        scan.Status.ShouldBe(EventScanStatus.Ok);
        scan.Type.ShouldBe(RealtimeEventType.SessionUpdate);
    }

    [Theory]
    [InlineData("""{"type":"response.create","type":"session.update"}""")]
    [InlineData("""{"type":"response.create","type":"response.create"}""")]
    [InlineData("""{"type":"response.create","\u0074ype":"session.update"}""")]
    [InlineData("""{"type":1,"type":"session.update"}""")]
    [InlineData("""{"type":"response.create","x":{},"type":{"a":[]}}""")]
    public void Scan_tells_a_second_type_from_a_single_one(string json) => Scan(json).Status.ShouldBe(EventScanStatus.DuplicateType);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[]")]
    [InlineData("\"type\"")]
    [InlineData("12")]
    [InlineData("hello")]
    [InlineData("\uFEFF{\"type\":\"error\"}")]
    public void Scan_of_anything_but_an_object_says_so(string json) => Scan(json).Status.ShouldBe(EventScanStatus.NotAnObject);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"event_id":"e1"}""")]
    [InlineData("""{"session":{"type":"realtime"}}""")]
    [InlineData("""{"typ":"a","types":"b"}""")]
    public void Scan_of_an_object_without_a_top_level_type_says_so(string json) => Scan(json).Status.ShouldBe(EventScanStatus.MissingType);

    [Theory]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":["session.update"]}""")]
    [InlineData("""{"type":{"type":"session.update"}}""")]
    public void Scan_of_a_type_that_is_no_string_says_so(string json) => Scan(json).Status.ShouldBe(EventScanStatus.TypeNotAString);

    [Theory]
    [InlineData("""{"type":"error" """)]
    [InlineData("""{"type":"error"}}""")]
    [InlineData("""{"type":"error"} {"type":"error"}""")]
    [InlineData("""{"type":"error"}x""")]
    [InlineData("""{"type":"err""")]
    [InlineData("""{"type":"error\""")]
    [InlineData("""{"type":"error","a":[}""")]
    [InlineData("""{"type":"error","a":[}]}""")]
    [InlineData("""{"type":"error","a":{"b":[1,2}}""")]
    [InlineData("""{"type":"error",}""")]
    [InlineData("""{"type" "error"}""")]
    [InlineData("""{"a":1 "type":"error"}""")]
    [InlineData("""{"type":error}""")]
    [InlineData("""{'type':'error'}""")]
    [InlineData("""{"type":"error","a":}""")]
    [InlineData("""{"type":"error","a":NaN}""")]
    [InlineData("""{"type":"error",/* "type":"x", */"a":1}""")]
    [InlineData("""{"type":"error","a":[/*"*/1]}""")]
    [InlineData("""{"type":"error","a":['"']}""")]
    [InlineData("""{"t\ype":"error"}""")]
    [InlineData("""{"type":"err\xor"}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"\u00"}""")]
    [InlineData("{\"type\":\"err\nor\"}")]
    [InlineData("{\"type\":\"error\",\"a\":\"\t\"}")]
    [InlineData("{")]
    [InlineData("""{"type":"error","a":"\""")]
    public void Scan_of_a_broken_object_says_so(string json) => Scan(json).Status.ShouldBe(EventScanStatus.Malformed);

    [Fact]
    public void Scan_takes_nesting_up_to_the_limit_and_no_deeper()
    {
        Scan(Nested(EventScanner.MaxDepth)).Status.ShouldBe(EventScanStatus.Ok);
        Scan(Nested(EventScanner.MaxDepth + 1)).Status.ShouldBe(EventScanStatus.Malformed);
    }

    [Fact]
    public void Scan_of_every_prefix_of_an_event_finds_it_broken()
    {
        var json = """{"type":"session.update","event_id":"e\u0031","session":{"tools":[{"a":"b\\"}],"n":[1,2,{}],"s":null}}"""u8;

        EventScanner.Scan(json).Status.ShouldBe(EventScanStatus.Ok);
        for (var length = 1; length < json.Length; length++)
        {
            EventScanner.Scan(json[..length]).Status.ShouldBe(EventScanStatus.Malformed, $"prefix of {length} bytes");
        }
    }

    [Fact]
    public void Scan_finds_where_type_and_event_id_stand()
    {
        const string json = """{"event_id":"evt \"1\" \u00e9","type":"response.create","response":{"event_id":"inner"}}""";
        var utf8 = Encoding.UTF8.GetBytes(json);

        var scan = EventScanner.Scan(utf8);

        scan.HasTypeValue.ShouldBeTrue();
        Encoding.UTF8.GetString(utf8[scan.TypeValue]).ShouldBe("response.create");
        scan.HasEventId.ShouldBeTrue();
        EventScanner.ReadString(utf8, scan.EventId).ShouldBe("evt \"1\" é");
    }

    [Theory]
    [InlineData("""{"type":"response.create"}""")]
    [InlineData("""{"type":"response.create","event_id":7}""")]
    [InlineData("""{"type":"response.create","event_id":null}""")]
    [InlineData("""{"type":"response.create","event_id":{"a":"b"}}""")]
    public void Scan_without_an_event_id_that_is_a_string_has_none(string json) => Scan(json).HasEventId.ShouldBeFalse();

    [Fact]
    public void Scan_keeps_the_event_id_of_a_broken_or_doubtful_event()
    {
        var broken = """{"event_id":"e1","type":"response.create","x":"""u8;
        var doubtful = """{"type":"response.create","type":"error","event_id":""}"""u8;

        EventScanner.ReadString(broken, EventScanner.Scan(broken).EventId).ShouldBe("e1");
        EventScanner.Scan(doubtful).HasEventId.ShouldBeTrue();
        EventScanner.ReadString(doubtful, EventScanner.Scan(doubtful).EventId).ShouldBe("");
    }

    [Fact]
    public void ReadString_with_an_escape_that_is_not_valid_gives_nothing()
    {
        var json = """{"type":"error","event_id":"a\qb"}"""u8;

        EventScanner.ReadString(json, EventScanner.Scan(json).EventId).ShouldBeNull();
    }

    [Fact]
    public void ReadString_joins_surrogates()
    {
        var json = """{"type":"error","event_id":"\ud83d\ude00\/\b\f\n\r\t"}"""u8;

        EventScanner.ReadString(json, EventScanner.Scan(json).EventId).ShouldBe("\U0001F600/\b\f\n\r\t");
    }

    [Fact]
    public void Scan_finds_every_known_type()
    {
        for (var type = 1; type < EventNames.Count; type++)
        {
            var name = ((RealtimeEventType)type).ToName();
            Scan($$"""{"type":"{{name}}"}""").Type.ShouldBe((RealtimeEventType)type);
            Scan($$"""{"type":"{{Escaped(name)}}"}""").Type.ShouldBe((RealtimeEventType)type);
        }
    }

    [Fact]
    public void Scan_of_random_bytes_never_throws()
    {
        var random = new Random(20);
        var alphabet = "{}[]\",:\\ut0y\"pe\"type\"1 \n\u0001e/'"u8;
        var message = new byte[48];
        for (var round = 0; round < 20_000; round++)
        {
            var length = random.Next(message.Length);
            message[0] = (byte)'{';
            for (var index = 1; index < length; index++)
            {
                message[index] = alphabet[random.Next(alphabet.Length)];
            }

            var scan = EventScanner.Scan(message.AsSpan(0, length));
            if (scan.HasEventId)
            {
                EventScanner.ReadString(message, scan.EventId);
            }

            Enum.IsDefined(scan.Status).ShouldBeTrue();
            EventScanner.ScanType(message.AsSpan(0, length)).ShouldBe(scan.Type);
        }
    }

    private static EventScan Scan(string json) => EventScanner.Scan(Encoding.UTF8.GetBytes(json));

    private static string Escaped(string name) => string.Concat(name.Select(character => $"\\u{(int)character:x4}"));

    private static string Nested(int depth) =>
        "{\"type\":\"error\",\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
}
