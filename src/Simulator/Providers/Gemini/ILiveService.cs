using System.Text.Json.Nodes;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>What tells the two services of the Live API apart: addresses, credentials, names.</summary>
internal interface ILiveService
{
    /// <summary>As inspection and faults name it.</summary>
    string Name { get; }

    /// <summary>Where connections are opened.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Decides on a handshake.</summary>
    LiveAdmission Admit(HttpRequest request);

    /// <summary>Takes the model's bare name out of <c>setup.model</c>; null when it is not written as the service wants it.</summary>
    string? ModelOf(string setupModel);

    /// <summary>The service counts in names of its own.</summary>
    JsonObject WriteUsage(LiveUsage usage);
}
