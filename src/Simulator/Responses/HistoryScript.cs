using System.Globalization;
using System.Text.RegularExpressions;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>Answers questions about the talk so far, so that a test can prove what the model still knows.</summary>
internal static partial class HistoryScript
{
    /// <summary>Answers the user's last text; null when it is no such question.</summary>
    public static string? Answer(string question, IReadOnlyList<ConversationItem> items, SessionSettings settings)
    {
        var turns = items.Where(item => item.IsMessageOf("user")).Select(Said).ToArray();
        if (TurnsAgo().Match(question) is { Success: true } ago)
        {
            return Turn(turns, turns.Length - 1 - Number(ago));
        }

        if (RepeatTurn().Match(question) is { Success: true } repeat)
        {
            return Turn(turns, Number(repeat) - 1);
        }

        return question.Trim().TrimEnd('?', '.').ToUpperInvariant() switch
        {
            "HOW MANY TURNS" => string.Create(CultureInfo.InvariantCulture, $"This is turn {turns.Length}."),
            "RECITE HISTORY" => string.Join(" | ", items.Where(item => Said(item).Length > 0).Select(item => $"{item.Role ?? item.Type}: {Said(item)}")),
            "WHAT ARE YOUR INSTRUCTIONS" => settings.Instructions,
            "WHAT DID YOU SAY LAST" => items.LastOrDefault(item => item.IsMessageOf("assistant"))?.Words ?? "Nothing yet.",
            _ => null,
        };
    }

    private static string Turn(string[] turns, int index) => index >= 0 && index < turns.Length - 1 ? turns[index] : "There was no such turn.";

    private static string Said(ConversationItem item) => item.IsSpeechOnly ? Transcriber.Describe(item) : item.Words;

    private static int Number(Match match) => int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue / 2;

    [GeneratedRegex(@"what did i say (\d+) turns? ago", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TurnsAgo();

    [GeneratedRegex(@"repeat turn (\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RepeatTurn();
}
