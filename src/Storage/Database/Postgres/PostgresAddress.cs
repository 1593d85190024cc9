using Npgsql;
using Realtime.Configuration;

namespace Realtime.Storage.Database.Postgres;

/// <summary>Reads <c>database_url</c>: a URL as LiteLLM (Prisma) takes it, or the .NET driver's own form.</summary>
internal static class PostgresAddress
{
    private const string Where = "general_settings.database_url: ";
    private const string Form = "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

    // The driver's, in seconds.
    private const int LongestTimeout = 1024;

    private static readonly Dictionary<string, SslMode> _sslModes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    /// <summary>Reads an address.</summary>
    /// <param name="url">The address; it holds a password and is never repeated.</param>
    /// <param name="general">The settings of connections.</param>
    /// <param name="problem">What is wrong and the remedy; null when nothing is.</param>
    /// <returns>The driver's connection string; null when there is a problem.</returns>
    public static string? Parse(string url, GeneralSettings general, out string? problem)
    {
        problem = null;
        var builder = new NpgsqlConnectionStringBuilder
        {
            MaxPoolSize = general.DatabaseConnectionPoolLimit,
            Timeout = (int)Math.Clamp(general.DatabaseConnectionTimeout.TotalSeconds, 1, LongestTimeout),
            ApplicationName = "realtime",
        };
        if (url.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            problem = ReadUrl(url, builder);
        }
        else if (url.Contains("://", StringComparison.Ordinal))
        {
            problem = Where + "is no address of PostgreSQL, " + Form;
        }
        else
        {
            problem = ReadDriverForm(url, builder);
        }

        return problem is null ? builder.ConnectionString : null;
    }

    private static string? ReadDriverForm(string text, NpgsqlConnectionStringBuilder builder)
    {
        try
        {
            // Of a name that comes twice the last one counts.
            builder.ConnectionString = builder.ConnectionString + ";" + text;
            return string.IsNullOrEmpty(builder.Host) ? Where + "names no host, " + Form : null;
        }
        catch (ArgumentException)
        {
            // The driver's message repeats what it cannot read.
            return Where + "cannot be read, " + Form;
        }
    }

    private static string? ReadUrl(string url, NpgsqlConnectionStringBuilder builder)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return Where + "cannot be read (characters such as @, / and # in a password are written %40, %2F, %23), " + Form;
        }

        var user = uri.UserInfo.Split(':', 2);
        builder.Host = uri.Host.Length == 0 ? null : uri.Host.Trim('[', ']');
        builder.Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort;
        builder.Username = user[0].Length == 0 ? null : Uri.UnescapeDataString(user[0]);
        builder.Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null;
        builder.Database = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : null;
        foreach (var parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = parameter.Split('=', 2);
            if (ReadParameter(pair[0], Uri.UnescapeDataString(pair.Length == 2 ? pair[1] : ""), builder) is { } problem)
            {
                return problem;
            }
        }

        return string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database) ? Where + "names no host or no database, " + Form : null;
    }

    private static string? ReadParameter(string name, string value, NpgsqlConnectionStringBuilder builder)
    {
        var known = name switch
        {
            "sslmode" => _sslModes.TryGetValue(value, out var mode) && Set(() => builder.SslMode = mode),
            "connection_limit" => int.TryParse(value, out var count) && count > 0 && Set(() => builder.MaxPoolSize = count),
            "pool_timeout" or "connect_timeout" => int.TryParse(value, out var seconds) && seconds >= 0 && Set(() => builder.Timeout = Math.Min(seconds, LongestTimeout)),
            "socket_timeout" => int.TryParse(value, out var seconds) && seconds >= 0 && Set(() => builder.CommandTimeout = seconds),
            "schema" or "search_path" => Set(() => builder.SearchPath = value),
            "application_name" => Set(() => builder.ApplicationName = value),
            "host" => Set(() => builder.Host = value),
            "sslrootcert" => Set(() => builder.RootCertificate = value),

            // A pooler that hands connections out by transaction keeps no prepared statement and no session state.
            "pgbouncer" => Set(() => builder.NoResetOnClose = value == "true"),
            "statement_cache_size" => true,
            _ => false,
        };
        return known ? null : $"{Where}the parameter {name} is not known or its value cannot be right, correct or remove it";
    }

    private static bool Set(Action set)
    {
        set();
        return true;
    }
}
