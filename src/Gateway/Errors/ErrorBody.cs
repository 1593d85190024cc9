using System.Globalization;
using System.Text.Json;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Errors;

/// <summary>Writes OpenAI's HTTP error body: <c>{"error":{"message","type","param","code"}}</c>.</summary>
internal static class ErrorBody
{
    /// <summary>Answers a request with a refusal.</summary>
    /// <param name="response">The response; nothing may have been sent yet.</param>
    /// <param name="refusal">The refusal.</param>
    /// <returns>A task that ends when the body was written.</returns>
    public static async Task WriteAsync(HttpResponse response, SessionRefusal refusal)
    {
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } retryAfter)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var writer = new Utf8JsonWriter(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", refusal.Message);
            writer.WriteString("type", refusal.Type);
            writer.WriteString("param", refusal.Param);
            writer.WriteString("code", refusal.Code);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
    }
}
