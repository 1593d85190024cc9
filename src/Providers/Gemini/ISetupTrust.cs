namespace Realtime.Providers.Gemini;

/// <summary>Knows whether the service takes a deployment's setups: its key, its model, its project.</summary>
internal interface ISetupTrust
{
    /// <summary>Gets a value indicating whether the service took one lately.</summary>
    bool IsTrusted { get; }

    /// <summary>Notes that the service took one.</summary>
    void Taken();

    /// <summary>Notes that the service refused the deployment: the next session is to find that out before its client is let in.</summary>
    void Refused();
}
