using System.Globalization;

namespace Realtime.Simulator.Hosting;

/// <summary>Reads the process's arguments.</summary>
internal static class CommandLine
{
    private const string Usage = """
        Usage: simulator [--port N] [--host H] [--session-seconds N] [--audio-pace X] [--refuse-invalid-keys] [--serve-openai-beta]
          --port N               port to listen on; 0 (default) takes a free one
          --host H               address to listen on, * for all (default 127.0.0.1)
          --session-seconds N    length of a session (default 3600)
          --audio-pace X         how many times faster than real time audio is sent (default 10)
          --refuse-invalid-keys  answer invalid keys by HTTP 401 instead of 101, error and close
          --healthcheck URL      alone: ask a running simulator's /healthz; exit code 0 when it answers
          --bedrock-port N       port of Bedrock (HTTP/2 without TLS); 0 (default) takes a free one
          --nova-stream-seconds N  length of a stream of Nova Sonic (default 480)
          --nova-pause-scale X   what Nova Sonic's pauses at a turn's end are multiplied by (default 1)
          --serve-openai-beta    still serve the beta form on OpenAI's path
        """;

    public static bool TryRead(string[] arguments, out SimulatorOptions options, out string message)
    {
        options = new();
        for (var at = 0; at < arguments.Length; at++)
        {
            var name = arguments[at];
            if (TrySwitch(name, options))
            {
                continue;
            }

            var value = ++at < arguments.Length ? arguments[at] : "";
            if (!TrySet(name, value, options))
            {
                message = name is "--help" or "-h" ? Usage : $"Cannot read '{name} {value}'.{Environment.NewLine}{Usage}";
                return false;
            }
        }

        message = "";
        return true;
    }

    private static bool TrySwitch(string name, SimulatorOptions options)
    {
        switch (name)
        {
            case "--refuse-invalid-keys":
                options.RefuseInvalidKeysByStatus = true;
                return true;
            case "--serve-openai-beta":
                options.ServeOpenAiBeta = true;
                return true;
            default:
                return false;
        }
    }

    private static bool TrySet(string name, string value, SimulatorOptions options)
    {
        var isNumber = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        switch (name)
        {
            case "--port" when isNumber && number <= ushort.MaxValue && number % 1 == 0:
                options.Port = (int)number;
                return true;
            case "--bedrock-port" when isNumber && number <= ushort.MaxValue && number % 1 == 0:
                options.BedrockPort = (int)number;
                return true;
            case "--nova-stream-seconds" when isNumber && number > 0:
                options.NovaStreamLength = TimeSpan.FromSeconds(number);
                return true;
            case "--nova-pause-scale" when isNumber && number > 0:
                options.NovaPauseScale = number;
                return true;
            case "--host" when value.Length > 0:
                options.Host = value;
                return true;
            case "--session-seconds" when isNumber && number > 0:
                options.SessionLength = TimeSpan.FromSeconds(number);
                return true;
            case "--audio-pace" when isNumber && number > 0:
                options.AudioPace = number;
                return true;
            default:
                return false;
        }
    }
}
