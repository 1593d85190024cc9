using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Sessions;
using Realtime.Grains.Tests.Frames;

namespace Realtime.Grains.Tests.Sessions;

public sealed class ClientOutputTests
{
    private readonly RecordingWriter _client = new();
    private readonly ClientOutput _output;

    public ClientOutputTests() => _output = new ClientOutput(_client);

    [Fact]
    public void Whole_message_waits_for_the_last_piece_of_another()
    {
        _output.EnqueuePiece(FrameKind.Text, "a1"u8, endOfMessage: false);
        _output.Enqueue(FrameKind.Text, "b"u8);
        _output.EnqueuePiece(FrameKind.Text, "a2"u8, endOfMessage: false);
        _output.Enqueue(FrameKind.Text, "c"u8);
        _output.EnqueuePiece(FrameKind.Text, "a3"u8, endOfMessage: true);
        _output.Enqueue(FrameKind.Text, "d"u8);

        _client.Frames.ShouldBe(["a1…", "a2…", "a3", "b", "c", "d"]);
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        _output.EnqueuePiece(FrameKind.Text, "a"u8, endOfMessage: false);
        for (var count = 0; count < 10_000; count++)
        {
            _output.Enqueue(FrameKind.Text, "b"u8);
        }

        _output.EnqueuePiece(FrameKind.Text, "z"u8, endOfMessage: true);

        _client.Frames.Count.ShouldBeLessThan(1000);
    }
}
