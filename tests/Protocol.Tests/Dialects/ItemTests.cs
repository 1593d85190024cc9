namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Items of every kind in every event that carries one.</summary>
public sealed class ItemTests
{
    public static TheoryData<string, string> Assistant => new()
    {
        { """[{"type":"text","text":"hi"}]""", """[{"type":"output_text","text":"hi"}]""" },
        { """[{"type":"audio","transcript":"hi","audio":"AAAA"}]""", """[{"type":"output_audio","transcript":"hi","audio":"AAAA"}]""" },
        { """[{"type":"text","text":"type"},{"type":"audio","transcript":null}]""", """[{"type":"output_text","text":"type"},{"type":"output_audio","transcript":null}]""" },
    };

    public static TheoryData<string> SameInBoth =>
    [
        """{"id":"i","type":"message","role":"assistant","status":"in_progress","content":[]}""",
        """{"id":"i","type":"message","role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_audio","audio":"AAAA","transcript":null},{"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"low"}]}""",
        """{"id":"i","type":"message","role":"system","content":[{"type":"input_text","text":"hi"}]}""",
        """{"id":"i","type":"message","role":"user","content":[{"type":"text","text":"not the assistant's"}]}""",
        """{"id":"i","type":"function_call","status":"completed","name":"f","call_id":"c","arguments":"{}"}""",
        """{"id":"i","type":"function_call_output","call_id":"c","output":"[{\"type\":\"text\"}]"}""",
        """{"id":"i","type":"mcp_call","server_label":"s","name":"n","arguments":"{}","output":null}""",
        """{"id":"i","type":"mcp_approval_response","approval_request_id":"a","approve":true}""",
        """{"id":"i","type":"something_new","content":[{"type":"audio"}]}""",
    ];

    [Theory]
    [MemberData(nameof(Assistant))]
    public void Assistant_content_is_translated_in_client_events(string beta, string ga)
    {
        Edge.OfBetaClient().ToCanonical(Of("conversation.item.create", Message(beta))).ShouldHaveSingleItem()
            .ShouldBeJson(Of("conversation.item.create", Message(ga)));
        Edge.OfBetaUpstream().FromCanonical(Of("conversation.item.create", Message(ga))).ShouldHaveSingleItem()
            .ShouldBeJson(Of("conversation.item.create", Message(beta)));
    }

    [Theory]
    [MemberData(nameof(Assistant))]
    public void Assistant_content_is_translated_in_server_events(string beta, string ga)
    {
        foreach (var type in (string[])["conversation.item.retrieved", "response.output_item.added", "response.output_item.done"])
        {
            Edge.OfBetaClient().FromCanonical(Of(type, Message(ga))).ShouldHaveSingleItem().ShouldBeJson(Of(type, Message(beta)));
            Edge.OfBetaUpstream().ToCanonical(Of(type, Message(beta))).ShouldHaveSingleItem().ShouldBeJson(Of(type, Message(ga)));
        }

        Edge.OfBetaClient().FromCanonical(Of("conversation.item.added", Message(ga))).ShouldHaveSingleItem()
            .ShouldBeJson(Of("conversation.item.created", Message(beta)));
        Edge.OfBetaUpstream().ToCanonical(Of("conversation.item.created", Message(beta)))[0]
            .ShouldBeJson(Of("conversation.item.added", Message(ga)));
    }

    [Theory]
    [MemberData(nameof(SameInBoth))]
    public void Items_that_the_forms_share_pass_byte_for_byte(string item)
    {
        foreach (var type in (string[])["conversation.item.retrieved", "response.output_item.added", "response.output_item.done"])
        {
            Edge.OfBetaClient().FromCanonical(Of(type, item)).ShouldHaveSingleItem().ShouldBe(Of(type, item));
            Edge.OfBetaUpstream().ToCanonical(Of(type, item)).ShouldHaveSingleItem().ShouldBe(Of(type, item));
        }

        Edge.OfBetaClient().ToCanonical(Of("conversation.item.create", item)).ShouldHaveSingleItem()
            .ShouldBe(Of("conversation.item.create", item));
        Edge.OfBetaUpstream().FromCanonical(Of("conversation.item.create", item)).ShouldHaveSingleItem()
            .ShouldBe(Of("conversation.item.create", item));
        Edge.OfBetaClient().FromCanonical(Of("conversation.item.added", item)).ShouldHaveSingleItem()
            .ShouldBe(Of("conversation.item.created", item));
        Edge.OfBetaUpstream().ToCanonical(Of("conversation.item.created", item))[0].ShouldBe(Of("conversation.item.added", item));
    }

    [Fact]
    public void FromCanonical_item_done_is_not_sent_to_a_beta_client() =>
        Edge.OfBetaClient().FromCanonical(Of("conversation.item.done", Message("[]"))).ShouldBeEmpty();

    private static string Message(string content) =>
        $$"""{"id":"i","object":"realtime.item","type":"message","status":"completed","role":"assistant","content":{{content}}}""";

    private static string Of(string type, string item) =>
        $$"""{"type":"{{type}}","event_id":"e1","previous_item_id":null,"item":{{item}}}""";
}
