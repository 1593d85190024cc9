using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Realtime.Providers.Bedrock.Settings;

namespace Realtime.Providers.Bedrock.Upstream;

/// <summary>Writes the events of one stream, in the shapes of Nova Sonic's documentation. Every block is written whole, so none is left open.</summary>
/// <param name="output">Takes them.</param>
internal sealed class NovaWriter(NovaOutput output)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly string _prompt = Guid.NewGuid().ToString();
    private readonly string _audio = Guid.NewGuid().ToString();
    private Utf8JsonWriter? _writer;

    /// <summary>Begins the stream.</summary>
    /// <param name="settings">What it begins with.</param>
    public void SessionStart(NovaSettings settings) => Send("sessionStart"u8, writer =>
    {
        writer.WriteStartObject("inferenceConfiguration"u8);
        writer.WriteNumber("maxTokens"u8, settings.MaxTokens);
        writer.WriteNumber("topP"u8, 0.9);
        writer.WriteNumber("temperature"u8, settings.Temperature);
        writer.WriteEndObject();
        if (settings.Sensitivity is { } sensitivity)
        {
            writer.WriteStartObject("turnDetectionConfiguration"u8);
            writer.WriteString("endpointingSensitivity"u8, sensitivity);
            writer.WriteEndObject();
        }
    });

    /// <summary>Begins the one prompt of the stream.</summary>
    /// <param name="settings">What it begins with.</param>
    /// <param name="rate">The rate of the model's audio.</param>
    public void PromptStart(NovaSettings settings, int rate) => Send("promptStart"u8, writer =>
    {
        writer.WriteString("promptName"u8, _prompt);
        WriteMediaType(writer, "textOutputConfiguration"u8, "text/plain"u8);
        writer.WriteStartObject("audioOutputConfiguration"u8);
        WritePcm(writer, rate);
        writer.WriteString("voiceId"u8, settings.Voice);
        writer.WriteEndObject();
        WriteMediaType(writer, "toolUseOutputConfiguration"u8, "application/json"u8);
        if (settings.Tools is { } tools)
        {
            writer.WriteStartObject("toolConfiguration"u8);
            writer.WritePropertyName("tools"u8);
            writer.WriteRawValue(tools);
            writer.WritePropertyName("toolChoice"u8);
            writer.WriteRawValue(settings.ToolChoice!);
            writer.WriteEndObject();
        }
    });

    /// <summary>Sends text.</summary>
    /// <param name="role">Whose, in capitals.</param>
    /// <param name="text">The text, not empty.</param>
    /// <param name="isInteractive">Whether it is answered.</param>
    public void Text(string role, string text, bool isInteractive)
    {
        var content = Guid.NewGuid().ToString();
        Send("contentStart"u8, writer =>
        {
            WriteNames(writer, content);
            writer.WriteString("type"u8, "TEXT"u8);
            writer.WriteBoolean("interactive"u8, isInteractive);
            writer.WriteString("role"u8, role);
            WriteMediaType(writer, "textInputConfiguration"u8, "text/plain"u8);
        });
        // The limit of a piece holds for history; a system prompt goes as it is, as in the samples of the service.
        foreach (var piece in role == "SYSTEM" ? [text] : TextPieces.Split(text))
        {
            SendContent("textInput"u8, content, piece);
        }

        EndContent(content);
    }

    /// <summary>Sends a function's result.</summary>
    /// <param name="toolUseId">The call's id.</param>
    /// <param name="json">The result, a JSON object.</param>
    public void ToolResult(string toolUseId, string json)
    {
        var content = Guid.NewGuid().ToString();
        Send("contentStart"u8, writer =>
        {
            WriteNames(writer, content);
            writer.WriteBoolean("interactive"u8, false);
            writer.WriteString("type"u8, "TOOL"u8);
            writer.WriteString("role"u8, "TOOL"u8);
            writer.WriteStartObject("toolResultInputConfiguration"u8);
            writer.WriteString("toolUseId"u8, toolUseId);
            writer.WriteString("type"u8, "TEXT"u8);
            WriteMediaType(writer, "textInputConfiguration"u8, "text/plain"u8);
            writer.WriteEndObject();
        });
        SendContent("toolResult"u8, content, json);
        EndContent(content);
    }

    /// <summary>Begins the user's audio, which goes on to the stream's end.</summary>
    /// <param name="rate">Its rate.</param>
    public void StartAudio(int rate) => Send("contentStart"u8, writer =>
    {
        WriteNames(writer, _audio);
        writer.WriteString("type"u8, "AUDIO"u8);
        writer.WriteBoolean("interactive"u8, true);
        writer.WriteString("role"u8, "USER"u8);
        writer.WriteStartObject("audioInputConfiguration"u8);
        WritePcm(writer, rate);
        writer.WriteEndObject();
    });

    /// <summary>Sends a piece of the user's audio.</summary>
    /// <param name="pcm">PCM16 at the rate that was told.</param>
    public void Audio(ReadOnlySpan<byte> pcm)
    {
        // The only event of which there are many.
        _buffer.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_buffer, Options);
        _writer.Reset();
        Begin(_writer, "audioInput"u8);
        WriteNames(_writer, _audio);
        _writer.WriteBase64String("content"u8, pcm);
        End(_writer);
        _writer.Flush();
        output.ToProvider(_buffer.WrittenMemory);
    }

    private static void Begin(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("event"u8);
        writer.WriteStartObject(name);
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMediaType(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject(name);
        writer.WriteString("mediaType"u8, type);
        writer.WriteEndObject();
    }

    private static void WritePcm(Utf8JsonWriter writer, int rate)
    {
        writer.WriteString("mediaType"u8, "audio/lpcm"u8);
        writer.WriteNumber("sampleRateHertz"u8, rate);
        writer.WriteNumber("sampleSizeBits"u8, 16);
        writer.WriteNumber("channelCount"u8, 1);
        writer.WriteString("audioType"u8, "SPEECH"u8);
        writer.WriteString("encoding"u8, "base64"u8);
    }

    private void WriteNames(Utf8JsonWriter writer, string content)
    {
        writer.WriteString("promptName"u8, _prompt);
        writer.WriteString("contentName"u8, content);
    }

    private void SendContent(ReadOnlySpan<byte> name, string content, string text) => Send(name, writer =>
    {
        WriteNames(writer, content);
        writer.WriteString("content"u8, text);
    });

    private void EndContent(string content) => Send("contentEnd"u8, writer => WriteNames(writer, content));

    private void Send(ReadOnlySpan<byte> name, Action<Utf8JsonWriter> writeFields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Begin(writer, name);
            writeFields(writer);
            End(writer);
        }

        output.ToProvider(buffer.WrittenMemory);
    }
}
