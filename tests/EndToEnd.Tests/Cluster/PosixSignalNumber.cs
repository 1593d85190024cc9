namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>Linux's numbers of the signals that the tests send.</summary>
internal enum PosixSignalNumber
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
