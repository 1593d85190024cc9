namespace Realtime.EndToEnd.Tests.Chaos.Network;

/// <summary>A host of a <see cref="TestNetwork"/>.</summary>
/// <param name="Number">Its number, the last part of its address.</param>
/// <param name="Address">Its address.</param>
/// <param name="Namespace">Its network namespace.</param>
internal sealed record TestHost(int Number, string Address, string Namespace);
