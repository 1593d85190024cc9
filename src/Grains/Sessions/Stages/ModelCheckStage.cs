using System.Buffers;
using System.Text;
using System.Text.Json;
using Realtime.Configuration;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>
/// Holds a session to the model that its key was admitted for: events that name it by its configured name go up with the
/// provider's name, events that name another model are answered with an error and go nowhere.
/// </summary>
/// <param name="setup">The session.</param>
internal sealed class ModelCheckStage(SessionSetup setup) : ISessionStage
{
    private readonly HashSet<string> _providerModels = new(StringComparer.Ordinal);
    private string? _providerModel;

    /// <inheritdoc/>
    public EventTypeSet ClientTypes { get; } = EventTypeSet.Of(RealtimeEventType.SessionUpdate, RealtimeEventType.ResponseCreate);

    /// <inheritdoc/>
    public EventTypeSet ServerTypes => EventTypeSet.None;

    /// <summary>Goes over to another deployment. Called before the first event for it, inside the pipeline.</summary>
    /// <param name="deployment">The deployment.</param>
    public void Use(Deployment deployment)
    {
        _providerModel = deployment.ProviderModel;
        _providerModels.Add(deployment.ProviderModel);
    }

    /// <summary>Puts the present deployment's model into an event that went through this stage for another one, or for none yet.</summary>
    /// <param name="message">The event.</param>
    /// <returns>The event for this deployment.</returns>
    public EventMessage ForDeployment(in EventMessage message)
    {
        var payload = message.Payload.Span;
        if (!ClientTypes.Contains(message.Type) || !MayNameModel(payload))
        {
            return message;
        }

        var mentions = ModelMention.FindAll(payload);
        mentions.RemoveAll(mention => mention.Name == _providerModel
            || (mention.Name != setup.Model && (mention.IsTranscription || !_providerModels.Contains(mention.Name))));
        return mentions.Count == 0 ? message : message with { Payload = WithProviderModel(payload, mentions) };
    }

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        var payload = message.Payload.Span;
        if (!MayNameModel(payload))
        {
            return StageResult.Pass;
        }

        List<ModelMention> mentions;
        try
        {
            mentions = ModelMention.FindAll(payload);
        }
        catch (JsonException)
        {
            Refuse(message, context, "invalid_json", "The event is not valid JSON.", null);
            return StageResult.Taken;
        }

        foreach (var mention in mentions)
        {
            if (Objection(mention) is { } objection)
            {
                Refuse(message, context, objection.Code, objection.Message, mention.Param);
                return StageResult.Taken;
            }
        }

        mentions.RemoveAll(mention => mention.Name == _providerModel || (mention.IsTranscription && mention.Name != setup.Model));
        if (mentions.Count == 0 || _providerModel is null)
        {
            return StageResult.Pass;
        }

        context.ToUpstream(message with { Payload = WithProviderModel(payload, mentions) });
        return StageResult.Taken;
    }

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context) => StageResult.Pass;

    // Most updates name no model at all, and then nothing needs to be parsed. An escaped key cannot hide from this: escapes have a
    // backslash.
    private static bool MayNameModel(ReadOnlySpan<byte> payload) =>
        payload.IndexOf("\"model\""u8) >= 0 || payload.Contains((byte)'\\');

    private (string Code, string Message)? Objection(in ModelMention mention)
    {
        if (mention.Name == setup.Model || mention.Name == setup.RequestedModel || _providerModels.Contains(mention.Name))
        {
            return null;
        }

        if (mention.IsTranscription)
        {
            // A transcription model that is not configured here is the provider's own name for one, as whisper-1.
            return setup.Models.Resolve(mention.Name) is null || IsAllowed(mention.Name)
                ? null
                : ("model_not_allowed", $"This key may not use the model '{mention.Name}'.");
        }

        if (setup.Models.Resolve(mention.Name) is null)
        {
            // Azure takes any name here, since the deployment in the address is what counts, and its clients send their default.
            return setup.NamesDeployment ? null : ("model_not_found", $"The model '{mention.Name}' does not exist.");
        }

        return IsAllowed(mention.Name)
            ? setup.NamesDeployment ? null : ("invalid_value", $"The model of a session cannot change: it is '{setup.Model}'. Open another session.")
            : ("model_not_allowed", $"This key may not use the model '{mention.Name}'.");
    }

    private bool IsAllowed(string model) => setup.AllowedModels?.Contains(model, StringComparer.Ordinal) ?? true;

    private void Refuse(in EventMessage message, IStageContext context, string code, string text, string? param)
    {
        var scan = EventScanner.Scan(message.Payload.Span);
        var eventId = scan.EventId.Equals(default) ? null : Encoding.UTF8.GetString(message.Payload.Span[scan.EventId]);
        context.ToClient(SessionErrors.Event(setup.EventIds, "invalid_request_error", code, text, param, eventId));
    }

    private byte[] WithProviderModel(ReadOnlySpan<byte> payload, List<ModelMention> mentions)
    {
        var name = JsonSerializer.SerializeToUtf8Bytes(_providerModel!, SessionJson.Default.String);
        var output = new ArrayBufferWriter<byte>(payload.Length + (name.Length * mentions.Count));
        var position = 0;
        foreach (var mention in mentions)
        {
            output.Write(payload[position..mention.Range.Start.Value]);
            output.Write(name);
            position = mention.Range.End.Value;
        }

        output.Write(payload[position..]);
        return output.WrittenSpan.ToArray();
    }
}
