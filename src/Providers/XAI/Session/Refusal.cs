namespace Realtime.Providers.XAI.Session;

/// <summary>Why a client's event does not go to xAI.</summary>
/// <param name="Message">The reason, for people.</param>
/// <param name="Param">The dotted path of the field at fault.</param>
internal sealed record Refusal(string Message, string Param)
{
    /// <summary>The code of an error about something that OpenAI's protocol has and xAI has not.</summary>
    public const string Code = "unsupported_parameter";
}
