namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>One gateway process that holds its sessions itself.</summary>
public sealed class EmbeddedFixture : GatewayUnderTest
{
    private readonly int _port = FreePort();

    internal override Uri Address => new($"http://127.0.0.1:{_port}");

    /// <inheritdoc/>
    protected override Task StartGatewaysAsync() => ReadyAsync(
        Start("Gateway", "--config", ConfigFile, "--host", "127.0.0.1", "--port", Text(_port), "--data", Path.Combine(Folder.FullName, "data")),
        _port);
}
