namespace Realtime.Gateway.Tests.Admin;

/// <summary>One admin API for all tests that need no configuration of their own.</summary>
public sealed class AdminFixture : IAsyncLifetime
{
    private AdminHost? _host;

    internal AdminHost Host => _host ?? throw new InvalidOperationException("The host is not started.");

    public async ValueTask InitializeAsync() => _host = await AdminHost.StartAsync();

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
