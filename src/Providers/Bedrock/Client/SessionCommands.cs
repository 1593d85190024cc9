using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock.Upstream;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Takes in <c>session.update</c>. The first begins the stream; what a later one changes needs a fresh one.</summary>
internal sealed class SessionCommands(NovaContext context, NovaStream stream)
{
    /// <summary>Takes in an update.</summary>
    /// <param name="body">The client's event.</param>
    public void Update(JsonObject body)
    {
        if (body.Child("session") is not { } patch)
        {
            context.Output.Refuse(
                new("missing_required_parameter", "Missing required parameter: 'session'.", "session"), body.Text("event_id"));
            return;
        }

        if (context.Session.Update(patch) is { } refusal)
        {
            context.Output.Refuse(refusal, body.Text("event_id"));
            return;
        }

        var begunWith = stream.BegunWith;
        stream.Begin();
        context.Output.ToClient(RealtimeEventType.SessionUpdated, new JsonObject { ["session"] = context.Session.Body.DeepClone() });
        if (begunWith is not null && begunWith != context.Session.Stream)
        {
            // What was wrong with the settings before is not wrong with these.
            context.Carry.Failures = 0;
            context.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));
        }
    }
}
