using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Realtime.Testing.Postgres;

/// <summary>A PostgreSQL of this test run's own: a fresh cluster in a temporary directory, on a free port of loopback, ended by its process id.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory;
    private readonly string _user;
    private Process? _process;
    private string _lastWords = "";

    private PostgresServer(DirectoryInfo directory, string user, int port)
    {
        _directory = directory;
        _user = user;
        Port = port;
    }

    /// <summary>Gets the port.</summary>
    public int Port { get; }

    /// <summary>Starts a server; null where the machine has no PostgreSQL and need not have one.</summary>
    public static async Task<PostgresServer?> StartAsync()
    {
        if (Find("initdb") is null || Find("postgres") is null)
        {
            return Environment.GetEnvironmentVariable("CI") is null
                ? null
                : throw new InvalidOperationException("These tests need PostgreSQL: install the package 'postgresql'.");
        }

        // PostgreSQL refuses to run as root.
        var user = Environment.UserName == "root" ? "postgres" : "";
        var directory = Directory.CreateTempSubdirectory("realtime-pg-");
        var server = new PostgresServer(directory, user, FreePort());
        try
        {
            if (user.Length > 0)
            {
                await RunAsync("chown", user, directory.FullName);
            }

            await server.RunAsUserAsync(
                Find("initdb")!, "-D", server.Data, "-U", "realtime", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the address of a database, as <c>database_url</c> takes it.</summary>
    /// <param name="database">The database; it is made where it is missing.</param>
    public async Task<string> CreateDatabaseAsync(string database)
    {
        await RunAsUserAsync(Find("createdb")!, "-h", "127.0.0.1", "-p", Text(Port), "-U", "realtime", database);
        return Url(database);
    }

    /// <summary>Gives the address of a database that exists, or not.</summary>
    /// <param name="database">The database.</param>
    public string Url(string database) => $"postgresql://realtime:any@127.0.0.1:{Text(Port)}/{database}";

    /// <summary>Starts the server, again after <see cref="StopAsync"/>.</summary>
    public async Task RestartAsync()
    {
        // fsync is off: these databases end with the test.
        _process = Launch(
            Find("postgres")!, "-D", Data, "-h", "127.0.0.1", "-p", Text(Port), "-k", "", "-c", "fsync=off", "-c", "max_connections=100");
        var started = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || started.Elapsed > Deadline)
            {
                throw new InvalidOperationException($"PostgreSQL did not start in {_directory.FullName}: {_lastWords}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Ends the server as a machine's failure does: at once, with open connections cut.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            var pidFile = Path.Combine(Data, "postmaster.pid");
            if (File.Exists(pidFile))
            {
                var pid = (await File.ReadAllLinesAsync(pidFile))[0].Trim();
                await RunAsync("kill", "-QUIT", pid);
            }

            using var patience = new CancellationTokenSource(Deadline);
            await process.WaitForExitAsync(patience.Token);
            process.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Delete(recursive: true);
    }

    private string Data => Path.Combine(_directory.FullName, "data");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Below what systems give to outgoing connections: nobody else takes it while the server is stopped.
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(10_000, 20_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // It is taken.
            }
        }
    }

    // Debian keeps the programs out of the PATH.
    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => d + "/bin") : [])
            .Select(directory => Path.Combine(directory, program))
            .LastOrDefault(File.Exists);

    private async Task<bool> AnswersAsync()
    {
        using var process = Launch(Find("pg_isready")!, "-h", "127.0.0.1", "-p", Text(Port), "-q");
        await process.WaitForExitAsync().WaitAsync(Deadline, TimeProvider.System);
        return process.ExitCode == 0;
    }

    private async Task RunAsUserAsync(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments);
        await FinishAsync(process, program);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await FinishAsync(process, program);
    }

    private static async Task FinishAsync(Process process, string program)
    {
        var error = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Deadline, TimeProvider.System);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {await error}");
        }
    }

    private Process Launch(string program, params string[] arguments)
    {
        var process = _user.Length == 0 ? Start(program, arguments) : Start("setpriv", ["--reuid", _user, "--regid", _user, "--init-groups", program, .. arguments]);
        if (program.EndsWith("/postgres", StringComparison.Ordinal))
        {
            // Its words are read, or the pipe would fill and stop it.
            process.ErrorDataReceived += (_, line) => _lastWords = line.Data ?? _lastWords;
            process.BeginErrorReadLine();
        }

        return process;
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }
}
