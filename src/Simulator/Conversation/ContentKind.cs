namespace Realtime.Simulator.Conversation;

/// <summary>What a content part of a message is.</summary>
internal enum ContentKind
{
    /// <summary>Text from the client.</summary>
    InputText,

    /// <summary>Audio from the client.</summary>
    InputAudio,

    /// <summary>A picture from the client.</summary>
    InputImage,

    /// <summary>Text of the model.</summary>
    OutputText,

    /// <summary>Speech of the model.</summary>
    OutputAudio,
}
