using System.Text;

namespace Realtime.Providers.Bedrock.Upstream;

/// <summary>
/// Makes a conversation's history what Nova takes: it begins with the user, the roles alternate, it is not longer than allowed; what is too old
/// is left out.
/// </summary>
/// <remarks>Source: Nova Sonic's documentation on chat history (40 KB in all); the count of 40 is what public integrations keep to.</remarks>
internal static class HistoryBlocks
{
    private const int MaxBytes = 40 * 1024;
    private const int MaxBlocks = 40;

    /// <summary>Makes the blocks.</summary>
    /// <param name="lines">What was said, oldest first, each by <c>USER</c> or <c>ASSISTANT</c>.</param>
    /// <returns>The blocks in order.</returns>
    public static IReadOnlyList<(string Role, string Text)> Make(IEnumerable<(string Role, string Text)> lines)
    {
        var blocks = new List<(string Role, string Text)>();
        foreach (var (role, text) in lines.Where(line => line.Text.Length > 0))
        {
            if (blocks.Count > 0 && blocks[^1].Role == role)
            {
                blocks[^1] = (role, blocks[^1].Text + "\n" + text);
            }
            else
            {
                blocks.Add((role, text));
            }
        }

        var first = blocks.Count;
        var bytes = 0;
        while (first > 0 && blocks.Count - first < MaxBlocks && (bytes += Encoding.UTF8.GetByteCount(blocks[first - 1].Text)) <= MaxBytes)
        {
            first--;
        }

        while (first < blocks.Count && blocks[first].Role != "USER")
        {
            first++;
        }

        return blocks[first..];
    }
}
