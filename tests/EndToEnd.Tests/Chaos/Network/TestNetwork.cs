using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Realtime.EndToEnd.Tests.Chaos.Network;

/// <summary>
/// A network of hosts, each a network namespace of Linux, whose packets all pass through this process: it loses them, delays them, and lets none
/// through between hosts that are cut off from each other. What the kernel's <c>netem</c> does, where the kernel may be without it.
/// </summary>
/// <remarks>Host 1 is this machine's own namespace. Needs root and <c>/dev/net/tun</c>.</remarks>
internal sealed class TestNetwork : IAsyncDisposable
{
    private const int LongestPacket = 65536;
    private const int AddressFrom = 12;
    private const int AddressTo = 16;

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"10.{100 + (Environment.ProcessId % 100)}.{Environment.ProcessId / 100 % 256}");
    private readonly ConcurrentDictionary<int, TunDevice> _devices = new();
    private readonly List<TestHost> _hosts = [];
    private readonly ConcurrentDictionary<(int From, int To), bool> _cut = new();
    private readonly BlockingCollection<(byte[] Packet, int Length, int To, long Due)> _late = [];
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _delivering;
    private volatile int _lossPerMille;
    private long _delay;
    private long _dropped;

    private TestNetwork()
    {
        _delivering = new Thread(Deliver) { IsBackground = true };
        _delivering.Start();
    }

    /// <summary>Gets the address of this machine's own namespace.</summary>
    public string Here => _prefix + ".1";

    /// <summary>Gets how many packets were lost on purpose.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Makes a network; the test is left out where the machine does not allow it.</summary>
    public static async Task<TestNetwork> StartAsync()
    {
        Assert.SkipUnless(
            Environment.UserName == "root" && File.Exists("/dev/net/tun") && await IsDoneAsync("netns", "list"),
            "network namespaces need root, /dev/net/tun and the program ip (package iproute2)");
        var network = new TestNetwork();
        try
        {
            await network.AddAsync(1, space: null);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a host.</summary>
    public async Task<TestHost> AddHostAsync()
    {
        var number = _hosts.Count + 2;
        var host = new TestHost(number, Address(number), string.Create(CultureInfo.InvariantCulture, $"rtc-{Environment.ProcessId}-{number}"));
        _hosts.Add(host);
        await RunAsync("netns", "add", host.Namespace);
        await AddAsync(number, host.Namespace);
        return host;
    }

    /// <summary>Lets no packet through any more from one host to another, and back.</summary>
    public void Cut(TestHost one, TestHost other)
    {
        _cut[(one.Number, other.Number)] = true;
        _cut[(other.Number, one.Number)] = true;
    }

    /// <summary>Lets no packet through any more to a host or from it.</summary>
    public void CutOff(TestHost host)
    {
        foreach (var number in _devices.Keys)
        {
            _cut[(host.Number, number)] = true;
            _cut[(number, host.Number)] = true;
        }
    }

    /// <summary>Lets all packets through again.</summary>
    public void Mend()
    {
        _cut.Clear();
        Disturb(0, TimeSpan.Zero);
    }

    /// <summary>Loses packets at random and delays the others, everywhere.</summary>
    /// <param name="loss">The share that is lost, to a thousandth.</param>
    /// <param name="delay">How long each takes.</param>
    public void Disturb(double loss, TimeSpan delay)
    {
        _lossPerMille = (int)Math.Round(loss * 1000);
        Interlocked.Exchange(ref _delay, (long)(delay.TotalSeconds * Stopwatch.Frequency));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await IsDoneAsync("netns", "del", host.Namespace);
        }

        await IsDoneAsync("link", "del", Interface(1));
        _late.CompleteAdding();
        _ending.Set();
        _delivering.Join();
        foreach (var device in _devices.Values)
        {
            device.Dispose();
        }

        _late.Dispose();
        _ending.Dispose();
    }

    private static string Interface(int number) => string.Create(CultureInfo.InvariantCulture, $"rtc{Environment.ProcessId % 10_000_000}x{number}");

    private static async Task RunAsync(params string[] arguments) =>
        (await IsDoneAsync(arguments)).ShouldBeTrue($"ip {string.Join(' ', arguments)}");

    private static async Task<bool> IsDoneAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}.{number}");

    private async Task AddAsync(int number, string? space)
    {
        var name = Interface(number);
        var device = TunDevice.Create(name);
        _devices[number] = device;
        string[] within = space is null ? [] : ["-n", space];
        if (space is not null)
        {
            await RunAsync("link", "set", name, "netns", space);
            await RunAsync([.. within, "link", "set", "lo", "up"]);
        }

        await RunAsync([.. within, "addr", "add", Address(number) + "/24", "dev", name]);
        await RunAsync([.. within, "link", "set", name, "up"]);
        new Thread(() => Forward(number, device)) { IsBackground = true }.Start();
    }

    private void Forward(int from, TunDevice device)
    {
        var packet = new byte[LongestPacket];
        var random = new Random(from);
        while (device.Read(packet) is > 0 and var length)
        {
            // IPv4 alone; the interface sends some IPv6 of its own, which has nowhere to go.
            if (packet[0] >> 4 != 4 || !packet.AsSpan(AddressTo, 3).SequenceEqual(packet.AsSpan(AddressFrom, 3)))
            {
                continue;
            }

            int to = packet[AddressTo + 3];
            if (_cut.ContainsKey((from, to)) || random.Next(1000) < _lossPerMille)
            {
                Interlocked.Increment(ref _dropped);
                continue;
            }

            var delay = Interlocked.Read(ref _delay);
            if (delay > 0)
            {
                TryAddLate(packet.AsSpan(0, length).ToArray(), to, Stopwatch.GetTimestamp() + delay);
            }
            else if (_devices.TryGetValue(to, out var other))
            {
                other.Write(packet, length);
            }
        }
    }

    private void TryAddLate(byte[] packet, int to, long due)
    {
        try
        {
            _late.Add((packet, packet.Length, to, due));
        }
        catch (InvalidOperationException)
        {
            // The network is going.
        }
    }

    // The delay is the same for all, so that they are due in the order in which they came.
    private void Deliver()
    {
        foreach (var (packet, length, to, due) in _late.GetConsumingEnumerable())
        {
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (wait > TimeSpan.Zero)
            {
                _ending.Wait(wait);
            }

            if (_devices.TryGetValue(to, out var device))
            {
                device.Write(packet, length);
            }
        }
    }
}
