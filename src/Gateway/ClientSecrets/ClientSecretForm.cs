namespace Realtime.Gateway.ClientSecrets;

/// <summary>The three endpoints that mint client secrets.</summary>
internal enum ClientSecretForm
{
    /// <summary><c>POST /v1/realtime/client_secrets</c>.</summary>
    Ga = 0,

    /// <summary><c>POST /v1/realtime/sessions</c>, beta.</summary>
    Beta = 1,

    /// <summary><c>POST /v1/realtime/transcription_sessions</c>, beta.</summary>
    BetaTranscription = 2,
}
