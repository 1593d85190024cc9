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

    /// <summary>Ends the client's side because the silo that held the session is gone.</summary>
    /// <returns>A task that ends when the client was told.</returns>
    Task SiloLostAsync();
}
