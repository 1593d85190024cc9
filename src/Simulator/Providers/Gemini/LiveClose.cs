namespace Realtime.Simulator.Providers.Gemini;

/// <summary>An error of the Live API, which knows no other than a close.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">The reason, as the service words it.</param>
internal sealed record LiveClose(int Code, string Reason)
{
    /// <summary>A wrong value, type or order.</summary>
    public static LiveClose InvalidArgument => new(1007, "Request contains an invalid argument.");

    /// <summary>A field that does not exist.</summary>
    public static LiveClose UnknownName(string name) => new(1007, $"Invalid JSON payload received. Unknown name \"{name}\": Cannot find field.");
}
