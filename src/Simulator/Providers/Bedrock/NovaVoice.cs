using Realtime.Simulator.Audio;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Responses;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>One answer while it is given: sentence by sentence, each first planned and then spoken, and what was said at the end.</summary>
internal sealed class NovaVoice(
    NovaBlocks blocks, ConversationHistory history, HashSet<string> calls, SimulatorOptions options, int rate, SessionSettings settings)
{
    private readonly List<string> _said = [];
    private string? _openAudio;
    private double _spokenMs;

    /// <summary>Whether it is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Gives the answer. Each value is how long to wait before the next step.</summary>
    public IEnumerable<TimeSpan> Run(ResponsePlan plan)
    {
        blocks.Usage(TokenCount.OfUserAudio(history.Items[^1].SpokenMs), TokenCount.OfText(settings.Instructions) + TokenCount.OfText(history.Items[^1].Words), 0, 0);
        for (var index = 0; index < plan.Output.Count; index++)
        {
            switch (plan.Output[index])
            {
                case PlannedOutput.Message message:
                    foreach (var pause in Say(message, isLast: index == plan.Output.Count - 1))
                    {
                        yield return pause;
                    }

                    break;
                case PlannedOutput.Call call:
                    yield return options.WordDelay;
                    Call(call);
                    break;
            }
        }

        End();
        IsOver = true;
        blocks.Complete("END_TURN");
    }

    /// <summary>The user speaks into it.</summary>
    public void Interrupt()
    {
        if (IsOver)
        {
            return;
        }

        IsOver = true;
        if (_openAudio is { } open)
        {
            blocks.End(open, "AUDIO", "INTERRUPTED");
        }

        blocks.Text("ASSISTANT", "FINAL", "{ \"interrupted\" : true }", "INTERRUPTED");
        Remember();
    }

    /// <summary>Says nothing more.</summary>
    public void Stop() => IsOver = true;

    private static IEnumerable<PlannedOutput.Message> Sentences(PlannedOutput.Message message)
    {
        if (message.Voice is not null)
        {
            return [message];
        }

        var parts = message.Text.Split(". ");
        return parts.Select((text, index) => new PlannedOutput.Message(index == parts.Length - 1 ? text : text + "."));
    }

    private IEnumerable<TimeSpan> Say(PlannedOutput.Message message, bool isLast)
    {
        var sentences = Sentences(message).ToArray();
        for (var index = 0; index < sentences.Length; index++)
        {
            yield return options.WordDelay;
            blocks.Text("ASSISTANT", "SPECULATIVE", sentences[index].Text);
            _openAudio = blocks.Start("AUDIO", "ASSISTANT", rate: rate);
            _said.Add("");
            foreach (var (words, clip) in SpokenScore.Pieces(sentences[index], rate, options.AudioChunk.TotalMilliseconds))
            {
                yield return TimeSpan.FromMilliseconds(clip.DurationMs / options.AudioPace);
                _said[^1] += string.Concat(words);
                if (!clip.Samples.IsEmpty)
                {
                    _spokenMs += clip.DurationMs;
                    blocks.Audio(_openAudio, clip.Encode(new AudioFormat(AudioEncoding.Pcm16, rate)));
                }
            }

            blocks.End(_openAudio, "AUDIO", isLast && index == sentences.Length - 1 ? "END_TURN" : "PARTIAL_TURN");
            _openAudio = null;
        }
    }

    private void Call(PlannedOutput.Call call)
    {
        var id = Guid.NewGuid().ToString();
        calls.Add(id);
        blocks.Call(id, call.Name, call.Arguments);
        history.Append(new ConversationItem(IdSource.Make("item"), "function_call") { CallId = id, Name = call.Name, Arguments = call.Arguments });
    }

    private void End()
    {
        for (var index = 0; index < _said.Count; index++)
        {
            blocks.Text("ASSISTANT", "FINAL", _said[index], index == _said.Count - 1 ? "END_TURN" : "PARTIAL_TURN");
        }

        blocks.Usage(0, 0, TokenCount.OfModelAudio(_spokenMs), TokenCount.OfText(string.Concat(_said)) + 1);
        Remember();
    }

    private void Remember()
    {
        if (_said.Count > 0)
        {
            var item = new ConversationItem(IdSource.Make("item"), "message") { Role = "assistant" };
            item.Content.Add(new(ContentKind.OutputText) { Words = string.Join(' ', _said) });
            history.Append(item);
        }
    }
}
