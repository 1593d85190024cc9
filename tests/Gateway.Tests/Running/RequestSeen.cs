namespace Realtime.Gateway.Tests.Running;

/// <summary>An upgrade request as the provider got it.</summary>
internal sealed record RequestSeen(string Path, string Query, IReadOnlyDictionary<string, string> Headers);
