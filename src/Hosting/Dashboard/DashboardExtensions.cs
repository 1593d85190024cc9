using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;
using Realtime.Configuration;
using Realtime.Configuration.Reload;

namespace Realtime.Hosting.Dashboard;

/// <summary>Orleans' dashboard, for whoever has the master key; a process that starts without a master key has none.</summary>
public static class DashboardExtensions
{
    /// <summary>The dashboard's path.</summary>
    public const string Path = "/dashboard";

    private const string Challenge = "Basic realm=\"Realtime dashboard: any user name, the master key as password\", charset=\"UTF-8\"";

    /// <summary>Adds the dashboard to a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="general">The settings at the start; without a master key nothing is added.</param>
    /// <param name="byDefault">Whether it is added where the settings do not say.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder AddGuardedDashboard(this ISiloBuilder silo, GeneralSettings general, bool byDefault)
    {
        ArgumentNullException.ThrowIfNull(general);

        // The trace endpoint would show the log of the whole process.
        return IsServed(general, byDefault) ? silo.AddDashboard(options => options.HideTrace = true) : silo;
    }

    /// <summary>Maps the dashboard behind its guard, where it was added.</summary>
    /// <param name="app">The process.</param>
    /// <param name="general">The settings at the start, as <see cref="AddGuardedDashboard"/> was given them.</param>
    /// <param name="byDefault">As <see cref="AddGuardedDashboard"/> was given it.</param>
    public static void MapGuardedDashboard(this WebApplication app, GeneralSettings general, bool byDefault)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(general);
        if (!IsServed(general, byDefault))
        {
            return;
        }

        var config = app.Services.GetRequiredService<ConfigStore>();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase),
            branch => branch.Use((context, next) =>
            {
                if (config.Current.General.MasterKey is { } key && key.Matches(PresentedKey(context.Request)))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = Challenge;
                return Task.CompletedTask;
            }));
        app.MapOrleansDashboard(Path);
    }

    private static bool IsServed(GeneralSettings general, bool byDefault) =>
        general.MasterKey is not null && (general.OrleansDashboard ?? byDefault);

    private static string? PresentedKey(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Parameter is not { } value)
        {
            return null;
        }

        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        var bytes = new byte[value.Length];
        if (!header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(value, bytes, out var length))
        {
            return null;
        }

        // RFC 7617: the user's name ends at the first colon.
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? pair[(colon + 1)..] : null;
    }
}
