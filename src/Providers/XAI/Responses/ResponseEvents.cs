using System.Text.Json.Nodes;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Items;
using Realtime.Providers.XAI.Json;
using Realtime.Providers.XAI.Session;
using Realtime.Providers.XAI.Transcripts;

namespace Realtime.Providers.XAI.Responses;

/// <summary>Completes a response's life: its object, its items and parts. What streams in between is <see cref="StreamEvents"/>'.</summary>
internal sealed class ResponseEvents(
    EventOutput output, RunningResponse response, NameChoice names, ItemEvents items, SessionEvents session, TranscriptionEvents transcripts)
{
    private JsonArray? _modalities;

    /// <summary>Handles <c>response.created</c>.</summary>
    /// <param name="draft">The event.</param>
    public void Created(EventDraft draft)
    {
        // What was said comes before the answer to it.
        transcripts.Flush();
        _modalities = session.TakeModalities();
        var body = draft.Body.Child("response");
        if (body is null)
        {
            draft.Set("response", body = []);
        }

        draft.Changed(body.Put("id", body.Id("id") ?? "resp_" + output.NextId()));
        response.Begin(body.Text("id")!);
        names.Reset();
        draft.Changed(ResponseShape.Normalize(body, "in_progress", session.Current, _modalities, session.ConversationId));
        if (body["usage"] is not null || !body.ContainsKey("usage"))
        {
            body["usage"] = null;
            draft.Changed();
        }

        output.ToClient(draft);
    }

    /// <summary>Handles <c>response.done</c>.</summary>
    /// <param name="draft">The event.</param>
    public void Done(EventDraft draft)
    {
        var body = draft.Body.Child("response");
        if (body is null)
        {
            draft.Set("response", body = []);
        }

        draft.Changed(UsageShape.Complete(draft.Body, body));
        if (body.Id("id") is null && response.Id is { } id)
        {
            draft.Changed(body.Put("id", id));
        }

        draft.Changed(ResponseShape.Normalize(body, "completed", session.Current, _modalities, session.ConversationId));
        var itemStatus = body.Text("status") is "completed" ? "completed" : "incomplete";
        foreach (var item in response.Items.Where(item => !item.IsDone))
        {
            items.Close(item.Id, itemStatus);
        }

        response.End();
        output.ToClient(draft);
    }

    /// <summary>Handles <c>response.output_item.added</c>.</summary>
    /// <param name="draft">The event.</param>
    public void ItemAdded(EventDraft draft)
    {
        var made = Place(draft, "in_progress");
        if (made is { IsAdded: true })
        {
            return;
        }

        made?.IsAdded = true;
        output.ToClient(draft);
    }

    /// <summary>Handles <c>response.output_item.done</c>.</summary>
    /// <param name="draft">The event.</param>
    public void ItemDone(EventDraft draft)
    {
        if (Place(draft, "completed") is { } made && draft.Body.Child("item") is { } item)
        {
            if (made.IsDone)
            {
                return;
            }

            draft.Changed(AddStreamed(item, made));
            made.IsDone = true;
            items.Finish(item);
        }

        output.ToClient(draft);
    }

    /// <summary>Handles <c>response.content_part.added</c>.</summary>
    /// <param name="draft">The event.</param>
    public void PartAdded(EventDraft draft)
    {
        var item = Locate(draft);
        var type = PartShape.TypeOf(draft.Body.Child("part"), "audio");
        item?.BeginPart(draft.Body.Int("content_index"), type);
        FillPlace(draft, item);
        draft.Changed(PartShape.Normalize(draft.Body, type, ""));
        output.ToClient(draft);
    }

    /// <summary>Handles <c>response.content_part.done</c>, which may come without its part.</summary>
    /// <param name="draft">The event.</param>
    public void PartDone(EventDraft draft)
    {
        var item = Locate(draft);
        FillPlace(draft, item);
        var type = PartShape.TypeOf(draft.Body.Child("part"), item?.PartType ?? "audio");
        draft.Changed(PartShape.Normalize(draft.Body, type, item?.Streamed ?? ""));
        output.ToClient(draft);
    }

    private OutputItem? Locate(EventDraft draft) => response.Locate(draft.Body.Id("item_id"), null, draft.Body.Int("output_index"));

    private void FillPlace(EventDraft draft, OutputItem? item)
    {
        draft.FillId("response_id", response.Id);
        draft.FillId("item_id", item?.Id);
        draft.Fill("output_index", item?.Index ?? 0);
        draft.Fill("content_index", item?.ContentIndex ?? 0);
    }

    private OutputItem? Place(EventDraft draft, string status)
    {
        draft.FillId("response_id", response.Id);
        OutputItem? made = null;
        if (draft.Body.Child("item") is { } item)
        {
            draft.Changed(ItemShape.Normalize(item, status));
            if (item.Id("id") is { } id)
            {
                made = response.FindOrAdd(id, draft.Body.Int("output_index"));
                made.Describe(item);
            }
        }

        draft.Fill("output_index", made?.Index ?? 0);
        return made;
    }

    // The item that ends may say less than what streamed before.
    private static bool AddStreamed(JsonObject item, OutputItem made)
    {
        var streamed = made.Streamed;
        if (streamed.Length == 0)
        {
            return false;
        }

        if (item.Text("type") == "function_call")
        {
            return item.Text("arguments") is "" && item.Put("arguments", streamed);
        }

        if (item.Text("type") == "message" && item.List("content") is { Count: 0 } content)
        {
            content.Add(made.PartType == "text"
                ? new JsonObject { ["type"] = "output_text", ["text"] = streamed }
                : new JsonObject { ["type"] = "output_audio", ["transcript"] = streamed });
            return true;
        }

        return false;
    }
}
