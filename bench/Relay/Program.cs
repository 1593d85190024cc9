using System.Net;
using Realtime.Bench.Relay;
using Realtime.Bench.Wire;

CommandLine line;
Uri upstream;
int port;
try
{
    line = CommandLine.Parse(args, "port", "upstream");
    port = line.Number("port", 5081);
    upstream = new Uri(line.Required("upstream"));
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
builder.Services.AddSingleton(_ => new SocketRelay(upstream));

var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = SocketRelay.KeepAlive });
app.MapGet("/health/readiness", () => Results.Text("ready"));
app.Map("/v1/realtime", (HttpContext context, SocketRelay relay) => relay.ServeAsync(context));
await app.RunAsync();
return 0;
