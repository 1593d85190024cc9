namespace Realtime.Protocol.Translation;

/// <summary>The form of the OpenAI Realtime protocol that a peer speaks.</summary>
public enum Dialect
{
    /// <summary>The current form: nested session, <c>response.output_audio.*</c>, <c>conversation.item.added</c> and <c>.done</c>.</summary>
    Ga = 0,

    /// <summary>
    /// The form of <c>OpenAI-Beta: realtime=v1</c> and of Azure's dated preview versions: flat session, <c>response.audio.*</c>,
    /// <c>conversation.item.created</c>.
    /// </summary>
    Beta = 1,
}
