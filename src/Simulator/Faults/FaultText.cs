using System.Globalization;

namespace Realtime.Simulator.Faults;

/// <summary>Reads the written form of a <see cref="FaultPlan"/>.</summary>
internal static class FaultText
{
    public static bool TryParse(string? text, out FaultPlan plan)
    {
        plan = FaultPlan.None;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        FaultPlan? read = FaultPlan.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            read = equals < 0 ? Add(read, part, null) : Add(read, part[..equals], part[(equals + 1)..]);
            if (read is null)
            {
                return false;
            }
        }

        plan = read;
        return true;
    }

    private static FaultPlan? Add(FaultPlan plan, string name, string? argument)
    {
        var number = Whole(argument);
        return name switch
        {
            "refuse" => Refuse(plan, argument),
            "error-then-close" when argument is null => plan with { ErrorThenClose = 1011 },
            "error-then-close" when number is >= 1000 and < 5000 => plan with { ErrorThenClose = number },
            "silent" => plan with { IsSilent = true },
            "reset-after" when number is not null => plan with { ResetAfter = number },
            "stall-after" when number is not null => plan with { StallAfter = number },
            "slow" when number is not null => plan with { SlowMs = number },
            "oversized" when number is not null => plan with { OversizedBytes = number },
            "close-after" => Close(plan, argument),
            "connect-delay" when number is not null => plan with { ConnectDelayMs = number },
            "first-event-delay" when number is not null => plan with { FirstEventDelayMs = number },
            "drop-without-close" when argument is null || number is not null => plan with { DropAfter = number ?? 1 },
            "fail-transcription" => plan with { FailsTranscription = true },
            "fail-response" => plan with { FailResponse = argument ?? "server_error" },
            "exception" when !string.IsNullOrEmpty(argument) => plan with { Exception = argument },
            _ => null,
        };
    }

    private static FaultPlan? Refuse(FaultPlan plan, string? argument)
    {
        var parts = (argument ?? "").Split(':');
        return Whole(parts[0]) is >= 400 and <= 599 and { } status && parts.Length <= 2 && (parts.Length == 1 || Whole(parts[1]) is not null)
            ? plan with { RefuseStatus = status, RetryAfterSeconds = parts.Length == 2 ? Whole(parts[1]) : null }
            : null;
    }

    private static FaultPlan? Close(FaultPlan plan, string? argument)
    {
        var parts = (argument ?? "").Split(':', 3);
        return parts.Length >= 2 && Whole(parts[0]) is { } after && Whole(parts[1]) is >= 1000 and < 5000 and { } code
            ? plan with { CloseAfter = after, CloseCode = code, CloseReason = parts.Length == 3 ? parts[2] : "" }
            : null;
    }

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
