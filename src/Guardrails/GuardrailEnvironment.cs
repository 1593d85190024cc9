using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails;

/// <summary>What engines may use.</summary>
/// <param name="Variables">The environment's variables and those of the configuration's <c>environment_variables</c>.</param>
/// <param name="Http">Gives an HTTP client; take one for each request. It follows no redirects and writes no log.</param>
/// <param name="Time">The clock.</param>
public sealed record GuardrailEnvironment(IReadOnlyDictionary<string, string> Variables, Func<HttpClient> Http, TimeProvider Time)
{
    /// <summary>Reads a text from the configuration, else from a variable.</summary>
    /// <param name="parameters">The engine's section.</param>
    /// <param name="key">The key.</param>
    /// <param name="variable">The variable's name.</param>
    /// <returns>The text; null when neither is there.</returns>
    public string? Text(SectionReader parameters, string key, string variable)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Text(key)?.Trim() is { Length: > 0 } text ? text : Variables.GetValueOrDefault(variable) is { Length: > 0 } value ? value : null;
    }

    /// <summary>Reads a secret from the configuration, else from a variable.</summary>
    /// <param name="parameters">The engine's section.</param>
    /// <param name="key">The key.</param>
    /// <param name="variable">The variable's name.</param>
    /// <returns>The secret; null when neither is there.</returns>
    public Secret? Secret(SectionReader parameters, string key, string variable) => Configuration.Secret.From(Text(parameters, key, variable));

    /// <summary>Reads an address from the configuration, else from a variable, else takes the usual one.</summary>
    /// <param name="parameters">The engine's section.</param>
    /// <param name="key">The key.</param>
    /// <param name="variable">The variable's name; null: there is none.</param>
    /// <param name="usual">The usual address; null: one must be given, and a problem says so.</param>
    /// <returns>The address; null when there is a problem.</returns>
    public Uri? Address(SectionReader parameters, string key, string? variable, string? usual)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Has(key))
        {
            return parameters.Address(key, "http", "https");
        }

        var text = (variable is null ? null : Variables.GetValueOrDefault(variable)) ?? usual;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        parameters.Problem(
            key, text is null ? "is missing" : $"the environment variable {variable} holds no address", variable is null ? $"give {key}" : $"give {key}, or set {variable}");
        return null;
    }

    /// <summary>Reads a secret that must be there.</summary>
    /// <param name="parameters">The engine's section.</param>
    /// <param name="key">The key.</param>
    /// <param name="variable">The variable's name; null: there is none.</param>
    /// <returns>The secret; null when there is a problem.</returns>
    public Secret? RequiredSecret(SectionReader parameters, string key, string? variable)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var secret = variable is null ? parameters.Secret(key) : Secret(parameters, key, variable);
        if (secret is null && !parameters.Has(key))
        {
            parameters.Problem(key, "is missing", variable is null ? $"give {key}" : $"give {key}, or set {variable}");
        }

        return secret;
    }
}
