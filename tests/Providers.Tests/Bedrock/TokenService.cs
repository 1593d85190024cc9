using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Realtime.Providers.Tests.Bedrock;

/// <summary>A stand-in for AWS's token service, which gives the keys that the simulator knows.</summary>
internal sealed class TokenService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TokenService(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.First());

    /// <summary>The forms that it was sent.</summary>
    public List<IReadOnlyDictionary<string, string>> Asked { get; } = [];

    public static async Task<TokenService> StartAsync(TimeSpan life, bool answers = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var service = new TokenService(application);
        application.MapPost("/", async context =>
        {
            var form = await context.Request.ReadFormAsync();
            service.Asked.Add(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
            if (!answers)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }

            var action = form["Action"].ToString();
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(
                $"""
                <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>
                <Credentials><AccessKeyId>{LiveBedrock.KeyId}</AccessKeyId><SecretAccessKey>{LiveBedrock.Secret}</SecretAccessKey>
                <SessionToken>TEMPORARY</SessionToken><Expiration>{TimeProvider.System.GetUtcNow() + life:yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
                </{action}Result></{action}Response>
                """);
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
