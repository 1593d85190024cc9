using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>A session of this gateway: the way up, and the place where the client's socket is attached.</summary>
internal interface IGatewaySession : ISessionLink, IAsyncDisposable
{
    /// <summary>Gets the silo that holds the session.</summary>
    string Silo { get; }

    /// <summary>Gets the token with which the client may return; null when it may not.</summary>
    string? ResumeToken { get; }

    /// <summary>Gives the session its client.</summary>
    /// <param name="client">The client's socket.</param>
    void Attach(IClientLink client);

    /// <summary>Asks the session to let the client go at its turn's end, with 1012.</summary>
    /// <returns>A task that ends when the session knows.</returns>
    Task DrainAsync();

    /// <summary>Goes on with the session on another silo, because the one that held it is gone.</summary>
    /// <param name="silo">That silo; nothing happens when the session has another one by now.</param>
    /// <returns>A task that ends when it does, or the client was told that it cannot.</returns>
    Task SiloLostAsync(string silo);
}
