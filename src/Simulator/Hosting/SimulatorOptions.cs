namespace Realtime.Simulator.Hosting;

/// <summary>How the simulator runs.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Gets or sets the port, 0 (default) for a free one.</summary>
    public int Port { get; set; }

    /// <summary>Gets or sets the port for Bedrock, which speaks HTTP/2 without TLS; 0 (default) for a free one.</summary>
    public int BedrockPort { get; set; }

    /// <summary>Gets or sets how long a stream of Nova Sonic lives; 8 minutes by default.</summary>
    public TimeSpan NovaStreamLength { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>Gets or sets how long a stream of Nova Sonic may be without audio; 55 s by default.</summary>
    public TimeSpan NovaIdleLength { get; set; } = TimeSpan.FromSeconds(55);

    /// <summary>Gets or sets what the pauses that end a turn at Nova Sonic (1.5, 1.75 and 2 s) are multiplied by; 1 by default, above 0.</summary>
    public double NovaPauseScale { get; set; } = 1;

    /// <summary>Gets or sets the address to listen on; <c>127.0.0.1</c> by default. An IP address, <c>localhost</c> or <c>*</c>.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Gets or sets how long a session lives; 60 minutes by default (xAI sessions twice that).</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>Gets or sets a value indicating whether OpenAI's edge answers an invalid key by HTTP 401 rather than 101, <c>error</c> and close 3000.</summary>
    public bool RefuseInvalidKeysByStatus { get; set; }

    /// <summary>Gets or sets a value indicating whether the OpenAI path still serves the beta form, which OpenAI itself refuses since May 2026.</summary>
    public bool ServeOpenAiBeta { get; set; }

    /// <summary>Gets or sets how many times faster than real time audio is sent; 10 by default, above 0.</summary>
    public double AudioPace { get; set; } = 10;

    /// <summary>Gets or sets the pause before each text delta; 4 ms by default.</summary>
    public TimeSpan WordDelay { get; set; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Gets or sets how much audio an audio delta holds; 150 ms by default.</summary>
    public TimeSpan AudioChunk { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Gets or sets how often xAI's <c>ping</c> event is sent; 10 s by default.</summary>
    public TimeSpan XaiPingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a connection of Gemini's Live API lives, on AI Studio and on Vertex AI; 10 minutes by default.</summary>
    public TimeSpan LiveConnectionLength { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how long before that <c>goAway</c> tells it; 60 s by default.</summary>
    public TimeSpan LiveGoAwayLead { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the largest message that is taken; 22 MiB by default. A larger one ends the connection with code 1009.</summary>
    public int MaxMessageBytes { get; set; } = 22 * 1024 * 1024;

    /// <summary>Gets or sets how many characters of each received event the inspection keeps; 4096 by default.</summary>
    public int InspectionTextLimit { get; set; } = 4096;

    /// <summary>Gets or sets how many closed connections the inspection remembers; 1000 by default.</summary>
    public int InspectionConnectionLimit { get; set; } = 1000;

    /// <summary>
    /// Gets or sets a value indicating whether SIGTERM and SIGINT end it; false by default, since they belong to the program around it.
    /// </summary>
    public bool StopsOnSignals { get; set; }

    /// <summary>Gets or sets the clock; the system's by default.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
