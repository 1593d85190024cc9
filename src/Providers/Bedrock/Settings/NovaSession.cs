using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Providers.Bedrock.Model;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>The session as the client sees it, and what the stream needs of it.</summary>
internal sealed class NovaSession
{
    private const double MiddleThreshold = 0.5;

    private readonly NovaModel _model;
    private readonly IReadOnlyDictionary<string, string> _voices;

    /// <summary>Initializes a new instance of the <see cref="NovaSession"/> class.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="modelId">The model's id.</param>
    /// <param name="voices">The deployment's own map of voices.</param>
    public NovaSession(string id, string modelId, IReadOnlyDictionary<string, string> voices)
    {
        _model = NovaModel.For(modelId);
        _voices = voices;
        Body = SessionDefaults.Create(id, modelId);
        Read();
    }

    /// <summary>Gets the session object.</summary>
    public JsonObject Body { get; private set; }

    /// <summary>Gets the generation of the model.</summary>
    public NovaModel Model => _model;

    /// <summary>Gets what a stream begins with.</summary>
    public NovaSettings Stream { get; private set; }

    /// <summary>Gets the format of the client's audio.</summary>
    public AudioFormat InputFormat { get; private set; }

    /// <summary>Gets the format in which the client wants the model's audio.</summary>
    public AudioFormat OutputFormat { get; private set; }

    /// <summary>Gets a value indicating whether the client ends turns itself.</summary>
    public bool IsManual => Input["turn_detection"] is null;

    /// <summary>Gets how loud the user must be to be heard, on OpenAI's scale.</summary>
    public double SpeechThreshold { get; private set; }

    /// <summary>Gets a value indicating whether the client is told what it said.</summary>
    public bool Transcribes => Input["transcription"] is not null;

    /// <summary>Gets a value indicating whether the client wants text alone.</summary>
    public bool IsTextOnly => Body.List("output_modalities") is [{ } only] && only.AsText() == "text";

    private JsonObject Input => Body.Need("audio").Need("input");

    private JsonObject Output => Body.Need("audio").Need("output");

    /// <summary>Puts a checked update in.</summary>
    /// <param name="patch">The <c>session</c> of a <c>session.update</c>, or a whole session.</param>
    public void Merge(JsonObject patch)
    {
        SessionMerge.Apply(Body, patch);
        Read();
    }

    /// <summary>Checks an update and puts it in if nothing is wrong.</summary>
    /// <param name="patch">The <c>session</c> of a <c>session.update</c>.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public FieldRefusal? Update(JsonObject patch)
    {
        if (SessionCheck.Find(patch) is { } refusal)
        {
            return refusal;
        }

        var merged = (JsonObject)Body.DeepClone();
        SessionMerge.Apply(merged, patch);
        if (SessionCheck.FindUnknownTool(merged) is { } unknown)
        {
            return unknown;
        }

        Body = merged;
        Read();
        return null;
    }

    // What every piece of audio asks for is read once.
    [MemberNotNull(nameof(Stream))]
    private void Read()
    {
        Stream = NovaSettings.Read(Body, _model, _voices);
        InputFormat = AudioFormatMap.Read(Input["format"]) ?? AudioFormat.Pcm24k;
        OutputFormat = AudioFormatMap.Read(Output["format"]) ?? AudioFormat.Pcm24k;
        SpeechThreshold = Input.Child("turn_detection")?.Number("threshold") ?? MiddleThreshold;
    }
}
