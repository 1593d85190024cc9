using System.Text;
using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Tests.Frames;

/// <summary>Makes and reads batches.</summary>
internal static class Batches
{
    public static FrameBatch Of(long first, params string[] frames)
    {
        var payloads = frames.Select(Encoding.UTF8.GetBytes).ToArray();
        return new FrameBatch(
            first,
            [.. payloads.SelectMany(payload => payload)],
            [.. payloads.Select(payload => payload.Length)],
            [.. payloads.Select(_ => FrameBatch.Flags(FrameKind.Text, endOfMessage: true))]);
    }

    public static IReadOnlyList<string> Frames(FrameBatch batch)
    {
        var writer = new RecordingWriter();
        batch.CopyTo(0, writer);
        return writer.Frames;
    }

    public static void Add(this BatchSender sender, params string[] frames)
    {
        foreach (var frame in frames)
        {
            sender.Enqueue(FrameKind.Text, Encoding.UTF8.GetBytes(frame));
        }
    }
}
