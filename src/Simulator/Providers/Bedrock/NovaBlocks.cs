using System.Text.Json.Nodes;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>Writes the service's events with the fields that they have in common.</summary>
internal sealed class NovaBlocks(NovaOutput output)
{
    private readonly string _session = Guid.NewGuid().ToString();
    private readonly int[] _total = new int[4];
    private string? _completion;

    /// <summary>The prompt that is answered.</summary>
    public string Prompt { get; set; } = "";

    /// <summary>Begins a cycle, unless one runs.</summary>
    public void Begin()
    {
        if (_completion is null)
        {
            _completion = Guid.NewGuid().ToString();
            output.Send("completionStart", Fields());
        }
    }

    /// <summary>Ends the cycle.</summary>
    public void Complete(string stopReason)
    {
        if (_completion is not null)
        {
            output.Send("completionEnd", With(("stopReason", stopReason)));
            _completion = null;
        }
    }

    /// <summary>Writes a whole block of text.</summary>
    public void Text(string role, string stage, string text, string stopReason = "PARTIAL_TURN")
    {
        var id = Start("TEXT", role, stage);
        output.Send("textOutput", With(("contentId", id), ("content", text)));
        End(id, "TEXT", stopReason);
    }

    /// <summary>Begins a block.</summary>
    public string Start(string type, string role, string? stage = null, int rate = 0)
    {
        var id = Guid.NewGuid().ToString();
        var fields = With(("contentId", id), ("type", type), ("role", role));
        if (stage is not null)
        {
            fields["additionalModelFields"] = $$"""{"generationStage":"{{stage}}"}""";
        }

        fields[type switch { "AUDIO" => "audioOutputConfiguration", "TOOL" => "toolUseOutputConfiguration", _ => "textOutputConfiguration" }] = type switch
        {
            "AUDIO" => new JsonObject
            {
                ["mediaType"] = "audio/lpcm",
                ["sampleRateHertz"] = rate,
                ["sampleSizeBits"] = 16,
                ["channelCount"] = 1,
                ["encoding"] = "base64",
                ["audioType"] = "SPEECH",
            },
            "TOOL" => new JsonObject { ["mediaType"] = "application/json" },
            _ => new JsonObject { ["mediaType"] = "text/plain" },
        };
        output.Send("contentStart", fields);
        return id;
    }

    /// <summary>Writes sound into a block.</summary>
    public void Audio(string id, byte[] pcm) => output.Send("audioOutput", With(("contentId", id), ("content", Convert.ToBase64String(pcm))));

    /// <summary>Ends a block.</summary>
    public void End(string id, string type, string stopReason) => output.Send("contentEnd", With(("contentId", id), ("type", type), ("stopReason", stopReason)));

    /// <summary>Writes a function call.</summary>
    public void Call(string toolUseId, string name, string arguments)
    {
        var id = Start("TOOL", "TOOL");
        output.Send("toolUse", With(("contentId", id), ("toolUseId", toolUseId), ("toolName", name), ("content", arguments), ("role", "TOOL")));
        End(id, "TOOL", "TOOL_USE");
    }

    /// <summary>Reports tokens: speech and text in, speech and text out.</summary>
    public void Usage(int speechIn, int textIn, int speechOut, int textOut)
    {
        int[] delta = [speechIn, textIn, speechOut, textOut];
        for (var index = 0; index < delta.Length; index++)
        {
            _total[index] += delta[index];
        }

        var fields = Fields();
        fields["details"] = new JsonObject { ["delta"] = Tokens(delta), ["total"] = Tokens(_total) };
        fields["totalInputTokens"] = _total[0] + _total[1];
        fields["totalOutputTokens"] = _total[2] + _total[3];
        fields["totalTokens"] = _total.Sum();
        output.Send("usageEvent", fields);
    }

    private static JsonObject Tokens(int[] counts) => new()
    {
        ["input"] = new JsonObject { ["speechTokens"] = counts[0], ["textTokens"] = counts[1] },
        ["output"] = new JsonObject { ["speechTokens"] = counts[2], ["textTokens"] = counts[3] },
    };

    private JsonObject Fields() => new() { ["sessionId"] = _session, ["promptName"] = Prompt, ["completionId"] = _completion ?? "" };

    private JsonObject With(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var fields = Fields();
        foreach (var (name, value) in members)
        {
            fields[name] = value;
        }

        return fields;
    }
}
