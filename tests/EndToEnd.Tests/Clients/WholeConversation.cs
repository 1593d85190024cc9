namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>What every client must have seen.</summary>
internal static class WholeConversation
{
    /// <summary>It is what the scripted model answers to the conversation that all clients hold.</summary>
    /// <param name="seen">What the client saw.</param>
    public static void ShouldBeWhole(this ClientReport seen)
    {
        seen.Text.Answer.ShouldBe("You said: good morning");
        seen.Text.Status.ShouldBe("completed");
        seen.Audio.Answer.ShouldBe("You spoke for 1.2 seconds.");
        seen.Audio.Status.ShouldBe("completed");
        seen.Audio.AudioMs.ShouldBeInRange(1_000, 1_300);
        if (seen.Audio.Heard is { } heard)
        {
            heard.ShouldBe("Speech of 1.2 seconds.");
        }

        if (seen.Manual is { } manual)
        {
            manual.Answer.ShouldBe("You spoke for 0.8 seconds.");
            manual.AudioMs.ShouldBeInRange(750, 800);
        }

        seen.Call.Name.ShouldBe("get_weather");
        seen.Call.Arguments.GetProperty("city").GetString().ShouldBe("Lisbon");
        seen.Call.Answer.ShouldBe("The tool answered: 21 degrees");
        seen.Interruption.Status.ShouldBe("cancelled");
        seen.Interruption.Reason.ShouldBe("turn_detected");
        if (seen.Interruption.TruncatedMs is { } truncatedMs)
        {
            truncatedMs.ShouldBePositive();
        }

        seen.Interruption.Next.ShouldBe("completed");
    }
}
