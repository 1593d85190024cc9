using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.ClientSecrets;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Dialects;

namespace Realtime.Gateway.ClientSecrets;

/// <summary>Mints the gateway's own short-lived secrets. The provider's key never leaves; a secret is of use only here.</summary>
internal sealed class ClientSecretMint(ConfigStore config, IGrainFactory grains, TimeProvider time)
{
    private const int MinSeconds = 10;
    private const int MaxSeconds = 7200;
    private const int DefaultSeconds = 600;

    // OpenAI's beta endpoints had no choice: one minute.
    private const int BetaSeconds = 60;

    /// <summary>Mints a secret.</summary>
    /// <param name="form">The endpoint's form.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="caller">Who asks.</param>
    /// <returns>The endpoint's answer, or the refusal.</returns>
    public async Task<(JsonObject? Answer, SessionRefusal? Refusal)> MintAsync(ClientSecretForm form, JsonObject body, Caller caller)
    {
        var (seconds, wrong) = form == ClientSecretForm.Ga ? Lifetime(body) : (BetaSeconds, null);
        if (wrong is not null)
        {
            return (null, wrong);
        }

        if (form == ClientSecretForm.Ga && body["session"] is not (null or JsonObject))
        {
            return (null, Refusals.Invalid("invalid_type", "session", "session must be an object."));
        }

        var session = form switch
        {
            ClientSecretForm.Ga => (JsonObject?)body["session"]?.DeepClone() ?? new JsonObject { ["type"] = "realtime" },
            ClientSecretForm.BetaTranscription => SessionObjects.BetaToGa(body, SessionKind.Transcription),
            _ => SessionObjects.BetaToGa(body, SessionKind.Realtime),
        };
        var (model, intent, refusal) = Describe(session, body, caller);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var secret = KeyGate.SecretPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + seconds);
        await grains.GetGrain<IClientSecretGrain>(KeyGate.Hash(secret)).Bind(new ClientSecretBinding
        {
            KeyHash = caller.KeyHash,
            Model = model,
            Settings = Settings(session, intent),
            Intent = intent,
            ExpiresAt = expiresAt,
            IsVirtual = caller.Rights is not null,
        }).ConfigureAwait(false);
        return (Answer(form, session, model, secret, expiresAt.ToUnixTimeSeconds()), null);
    }

    private static (int Seconds, SessionRefusal? Refusal) Lifetime(JsonObject body)
    {
        switch (body["expires_after"])
        {
            case null:
                return (DefaultSeconds, null);
            case JsonObject expiresAfter:
                if (expiresAfter["anchor"] is { } anchor && !(anchor is JsonValue text && text.TryGetValue(out string? name) && name == "created_at"))
                {
                    return (0, Refusals.Invalid("invalid_value", "expires_after.anchor", "expires_after.anchor must be 'created_at'."));
                }

                return expiresAfter["seconds"] switch
                {
                    null => (DefaultSeconds, null),
                    JsonValue value when value.TryGetValue(out int seconds) && seconds is >= MinSeconds and <= MaxSeconds => (seconds, null),
                    _ => (0, Refusals.Invalid(
                        "invalid_value", "expires_after.seconds", $"expires_after.seconds must be a whole number from {MinSeconds} to {MaxSeconds}.")),
                };
            default:
                return (0, Refusals.Invalid("invalid_type", "expires_after", "expires_after must be an object."));
        }
    }

    private (string Model, string? Intent, SessionRefusal? Refusal) Describe(JsonObject session, JsonObject body, Caller caller)
    {
        var type = Text(session["type"]) ?? "realtime";
        if (type is not ("realtime" or "transcription"))
        {
            return ("", null, Refusals.Invalid("invalid_value", "session.type", "session.type must be 'realtime' or 'transcription'."));
        }

        var transcription = type == "transcription";
        var model = Text(session["model"])
            ?? Text(body["model"])
            ?? (transcription ? Text((((session["audio"] as JsonObject)?["input"] as JsonObject)?["transcription"] as JsonObject)?["model"]) : null);
        if (string.IsNullOrEmpty(model))
        {
            return ("", null, Refusals.MissingModel with { Param = "session.model", Message = "You must provide session.model." });
        }

        if (!caller.MayUse(model, config.Current))
        {
            return ("", null, Refusals.ModelDenied(model));
        }

        return config.Current.Models.Resolve(caller.Meaning(model, config.Current)) is null
            ? ("", null, Refusals.UnknownModel(model) with { Param = "session.model" })
            : (model, transcription ? "transcription" : null, null);
    }

    // The model is the route and not a setting; a session that sets nothing else sends the provider nothing.
    private static byte[]? Settings(JsonObject session, string? intent)
    {
        var settings = (JsonObject)session.DeepClone();
        settings.Remove("model");
        settings.Remove("id");
        settings.Remove("object");
        settings.Remove("expires_at");
        settings["type"] = intent is null ? "realtime" : "transcription";
        return settings.Count > 1 ? JsonSerializer.SerializeToUtf8Bytes(settings, ClientSecretJson.Default.JsonObject) : null;
    }

    private static JsonObject Answer(ClientSecretForm form, JsonObject session, string model, string secret, long expiresAt)
    {
        var transcription = Text(session["type"]) == "transcription";
        var shown = new JsonObject
        {
            ["type"] = transcription ? "transcription" : "realtime",
            ["object"] = transcription ? "realtime.transcription_session" : "realtime.session",
            ["id"] = "sess_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)),
            ["model"] = model,
            ["expires_at"] = 0,
        };
        Merge(shown, session);
        var answer = new JsonObject { ["value"] = secret, ["expires_at"] = expiresAt, ["session"] = shown };
        return form == ClientSecretForm.Ga ? answer : SessionObjects.MintingAnswerToBeta(answer);
    }

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            if (!target.ContainsKey(name))
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
