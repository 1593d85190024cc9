using System.Buffers;

namespace Realtime.Protocol.Dialects.Json;

/// <summary>
/// One value of a JSON text that is being translated. What is not opened stays the bytes it came as, so that numbers keep their
/// text, strings their escapes, and whatever nobody knows its form.
/// </summary>
internal abstract class JsonPart
{
    /// <summary>Writes the value.</summary>
    /// <param name="output">Takes it.</param>
    public abstract void WriteTo(IBufferWriter<byte> output);
}
