using Realtime.Configuration;
using Realtime.Gateway.Edge;

namespace Realtime.Gateway.Admission;

/// <summary>What a request says of its caller besides the key.</summary>
/// <param name="CustomerId">The customer that it is for (LiteLLM's end user); null for none.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Address">The client's address; null when not known.</param>
internal sealed record CallerDetails(string? CustomerId, IReadOnlyList<string> Tags, string? Address)
{
    private const int LongestId = 256;

    /// <summary>Gets the details of a request that says nothing.</summary>
    public static CallerDetails None { get; } = new(null, [], null);

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="general">Names the header of the user, and where the address stands.</param>
    /// <returns>What it says.</returns>
    public static CallerDetails Read(HttpRequest request, GeneralSettings general)
    {
        var headers = request.Headers;
        var customer = First(
            general.UserHeaderName is { Length: > 0 } name ? headers[name].ToString() : "",
            headers["x-litellm-customer-id"].ToString(),
            headers["x-litellm-end-user-id"].ToString(),
            request.Query["user"].ToString());
        return new CallerDetails(
            customer,
            RequestTags.Read(request),
            ClientAddress.Text(request, general));
    }

    private static string? First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length is > 0 and <= LongestId)
            {
                return text;
            }
        }

        return null;
    }
}
