using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Realtime.EndToEnd.Tests.Chaos.Network;

/// <summary>A network interface whose packets this process reads and writes (<c>/dev/net/tun</c>).</summary>
internal sealed partial class TunDevice : IDisposable
{
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;
    private const nuint SetInterface = 0x400454ca;
    private const short TunWithoutHeader = 0x1001;
    private const int NameLength = 16;

    private readonly SafeFileHandle _file;

    private TunDevice(SafeFileHandle file) => _file = file;

    /// <summary>Makes an interface; it goes with this object.</summary>
    /// <param name="name">Its name, at most 15 characters.</param>
    public static TunDevice Create(string name)
    {
        var file = new SafeFileHandle(Open("/dev/net/tun", ReadWrite | CloseOnExec), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var request = new byte[40];
        Encoding.ASCII.GetBytes(name, request);
        MemoryMarshal.Write(request.AsSpan(NameLength), TunWithoutHeader);
        if (Control(file, SetInterface, request) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            file.Dispose();
            throw new Win32Exception(error);
        }

        return new TunDevice(file);
    }

    /// <summary>Waits for a packet.</summary>
    /// <returns>Its length; 0 when the interface is gone.</returns>
    public int Read(byte[] packet)
    {
        try
        {
            return (int)Math.Max(0, Read(_file, packet, (nuint)packet.Length));
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>Gives a packet to the interface's host; one that it does not take is lost, as on any network.</summary>
    public void Write(byte[] packet, int length)
    {
        try
        {
            _ = Write(_file, packet, (nuint)length);
        }
        catch (ObjectDisposedException)
        {
            // The interface is gone.
        }
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte[] buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, byte[] buffer, nuint count);
}
