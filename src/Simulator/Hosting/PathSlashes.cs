namespace Realtime.Simulator.Hosting;

/// <summary>Takes a path that begins with two slashes for the one that it means: Google's JavaScript client joins its base address so.</summary>
internal static class PathSlashes
{
    public static Task JoinAsync(HttpContext context, Func<Task> next)
    {
        if (context.Request.Path.Value is ['/', '/', ..] path)
        {
            context.Request.Path = "/" + path.TrimStart('/');
        }

        return next();
    }
}
