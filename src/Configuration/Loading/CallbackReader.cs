using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads the callbacks that take rows of usage: their names from <c>litellm_settings</c>, the rest from <c>callback_settings</c>.</summary>
internal static class CallbackReader
{
    private static readonly Dictionary<string, CallbackKind> _kinds = new(StringComparer.Ordinal)
    {
        ["generic_api"] = CallbackKind.GenericApi,
        ["s3"] = CallbackKind.S3,
        ["s3_v2"] = CallbackKind.S3,
        ["file"] = CallbackKind.File,
    };

    /// <summary>Reads the callbacks.</summary>
    /// <param name="names">The names in <c>litellm_settings</c>.</param>
    /// <param name="settings">The section <c>callback_settings</c>; null when there is none.</param>
    /// <param name="shared">The section <c>litellm_settings</c>, where LiteLLM keeps <c>s3_callback_params</c>.</param>
    /// <param name="variables">The environment variables.</param>
    /// <returns>The callbacks that can be used.</returns>
    public static IReadOnlyList<CallbackTarget> Read(
        IEnumerable<string> names, SectionReader? settings, SectionReader shared, IReadOnlyDictionary<string, string> variables)
    {
        var targets = new List<CallbackTarget>();
        var s3 = shared.Section("s3_callback_params");
        foreach (var name in names)
        {
            var section = settings?.Map.Find(name)?.Value is ConfigMapping ? settings.Section(name) : null;
            if (!_kinds.TryGetValue(section?.Text("callback_type") ?? name, out var kind))
            {
                if (section is not null)
                {
                    section.Problem("callback_type", "is no known type", $"use one of {string.Join(", ", _kinds.Keys)}");
                }

                continue;
            }

            var target = kind switch
            {
                CallbackKind.GenericApi => Generic(name, section, shared, variables),
                CallbackKind.S3 => S3(name, section ?? s3, shared, variables),
                _ => File(name, section, shared),
            };
            section?.Finish(SectionKeys.None, freeForm: true);
            if (target is not null)
            {
                targets.Add(target);
            }
        }

        return targets;
    }

    /// <summary>Says whether a name is of a callback that exists here.</summary>
    /// <param name="name">The name in <c>litellm_settings</c>.</param>
    /// <param name="settings"><c>callback_settings</c>; null when there is none.</param>
    /// <returns>Whether.</returns>
    public static bool IsKnown(string name, ConfigMapping? settings) => _kinds.ContainsKey(name) || settings?.Find(name)?.Value is ConfigMapping;

    private static CallbackTarget? Generic(
        string name, SectionReader? section, SectionReader shared, IReadOnlyDictionary<string, string> variables)
    {
        var endpoint = section?.Address("endpoint", "http", "https")
            ?? (Uri.TryCreate(variables.GetValueOrDefault("GENERIC_LOGGER_ENDPOINT"), UriKind.Absolute, out var uri) ? uri : null);
        if (endpoint is null)
        {
            if (section?.Has("endpoint") != true)
            {
                shared.Problem(
                    "callbacks", $"{name} has no address", $"give callback_settings.{name}.endpoint, or set GENERIC_LOGGER_ENDPOINT");
            }

            return null;
        }

        var headers = section?.Has("headers") == true ? section.TextMap("headers", text => new Secret(text)) : Headers(variables);
        return new CallbackTarget { Name = name, Kind = CallbackKind.GenericApi, Endpoint = endpoint, Headers = headers };
    }

    // NAME=VALUE,NAME=VALUE, as LiteLLM reads it; a header's value may hold "=".
    private static Dictionary<string, Secret> Headers(IReadOnlyDictionary<string, string> variables) =>
        (variables.GetValueOrDefault("GENERIC_LOGGER_HEADERS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2)).Where(pair => pair is [{ Length: > 0 }, { Length: > 0 }])
            .DistinctBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pair => pair[0], pair => new Secret(pair[1]), StringComparer.OrdinalIgnoreCase);

    private static CallbackTarget? S3(string name, SectionReader? section, SectionReader shared, IReadOnlyDictionary<string, string> variables)
    {
        if ((section?.Text("s3_bucket_name") ?? section?.Text("bucket")) is not { Length: > 0 } bucket)
        {
            shared.Problem("callbacks", $"{name} has no bucket", "give litellm_settings.s3_callback_params.s3_bucket_name");
            return null;
        }

        return new CallbackTarget
        {
            Name = name,
            Kind = CallbackKind.S3,
            Bucket = bucket,
            Region = section!.Text("s3_region_name") ?? variables.GetValueOrDefault("AWS_REGION") ?? variables.GetValueOrDefault("AWS_DEFAULT_REGION") ?? "us-east-1",
            Endpoint = section.Address("s3_endpoint_url", "http", "https"),
            AccessKeyId = section.Secret("s3_aws_access_key_id") ?? Secret.From(variables.GetValueOrDefault("AWS_ACCESS_KEY_ID")),
            SecretAccessKey = section.Secret("s3_aws_secret_access_key") ?? Secret.From(variables.GetValueOrDefault("AWS_SECRET_ACCESS_KEY")),
            SessionToken = section.Secret("s3_aws_session_token") ?? Secret.From(variables.GetValueOrDefault("AWS_SESSION_TOKEN")),
            Path = (section.Text("s3_path") ?? "").Trim('/'),
        };
    }

    private static CallbackTarget? File(string name, SectionReader? section, SectionReader shared)
    {
        if (section?.Text("path") is { Length: > 0 } path)
        {
            return new CallbackTarget { Name = name, Kind = CallbackKind.File, Path = path };
        }

        shared.Problem("callbacks", $"{name} has no directory", $"give callback_settings.{name}.path");
        return null;
    }
}
