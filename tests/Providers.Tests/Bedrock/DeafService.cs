using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Realtime.Providers.Tests.Bedrock;

/// <summary>A stand-in for the service that takes a stream, reads nothing of it, and ends it when it is told to.</summary>
internal sealed class DeafService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DeafService(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.First());

    public static async Task<DeafService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        var service = new DeafService(application);
        application.Run(async context =>
        {
            await context.Response.StartAsync();
            await service._end.Task;
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>Ends its streams in good order, whatever is still to be read.</summary>
    public void End() => _end.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        End();
        await _application.DisposeAsync();
    }
}
