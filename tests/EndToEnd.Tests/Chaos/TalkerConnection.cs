using System.Net.WebSockets;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>One connection of a client that returns.</summary>
/// <param name="Socket">The socket, which is open when others see it.</param>
/// <param name="Returns">How often the client had returned when it had it.</param>
internal sealed record TalkerConnection(ClientWebSocket Socket, int Returns);
