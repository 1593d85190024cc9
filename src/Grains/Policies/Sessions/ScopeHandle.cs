using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Grains.Policies.Sessions;

/// <summary>One of those whose limits hold for a session, and what is set for it as far as the session has heard.</summary>
internal sealed class ScopeHandle(string scope, IKeyPolicyGrain grain, PolicyDocument document)
{
    private volatile PolicyDocument _document = document;

    /// <summary>Gets whose limits.</summary>
    public string Scope => scope;

    /// <summary>Gets who counts.</summary>
    public IKeyPolicyGrain Grain => grain;

    /// <summary>Gets or sets what is set.</summary>
    public PolicyDocument Document
    {
        get => _document;
        set => _document = value;
    }
}
