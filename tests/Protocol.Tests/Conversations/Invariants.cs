using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

/// <summary>What holds of a conversation whatever it was told.</summary>
internal static class Invariants
{
    public static void Check(Conversation conversation)
    {
        var items = conversation.Items;
        items.Select(item => item.Id).Distinct().Count().ShouldBe(items.Count, "an item stands once");
        items.ShouldAllBe(item => item.Id.Length > 0);
        conversation.RunningResponses.Count(response => !response.IsOutOfBand).ShouldBeLessThanOrEqualTo(1);
        conversation.HasActiveResponse.ShouldBe(conversation.ActiveResponse is not null);
        if (conversation.IsTurnEnd)
        {
            conversation.HasActiveResponse.ShouldBeFalse();
            conversation.Speech.ShouldBe(SpeechState.None);
            conversation.IsResponseExpected.ShouldBeFalse();
            conversation.AwaitedCalls.ShouldBeEmpty();
        }

        if (conversation.CanCreateResponse)
        {
            conversation.HasActiveResponse.ShouldBeFalse();
            conversation.IsResponseExpected.ShouldBeFalse();
        }

        var ends = conversation.RunningResponses.SelectMany(response => response.Outputs).Select(output => output.OutputIndex).ToArray();
        ends.ShouldAllBe(index => index >= 0);
    }
}
