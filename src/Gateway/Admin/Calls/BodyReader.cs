using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Reads bodies. A field that is not known is refused by its name, since a mistyped limit would otherwise be no limit.</summary>
internal static class BodyReader
{
    private const int MaxBodyBytes = 1024 * 1024;

    private static readonly ConcurrentDictionary<Type, string[]> _names = new();

    /// <summary>Reads a body.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="context">The request.</param>
    public static async Task<Outcome<AdminBody<T>>> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            using var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
            var document = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return buffer.Length == 0 ? Convert<T>([])
                : JsonNode.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), documentOptions: document) is JsonObject json ? Convert<T>(json)
                : AdminErrors.Bad("The body must be a JSON object.");
        }
        catch (JsonException)
        {
            return AdminErrors.Bad("The body is not valid JSON, or names a field twice.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return AdminErrors.Bad($"The body is larger than {MaxBodyBytes} bytes.") with { Status = 413, Code = "413" };
        }
    }

    private static Outcome<AdminBody<T>> Convert<T>(JsonObject json)
        where T : class
    {
        var known = _names.GetOrAdd(typeof(T), Names);
        var unknown = json.Select(field => field.Key).Except(known, StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            return AdminErrors.UnknownNames("field", unknown, known);
        }

        try
        {
            return new AdminBody<T>(json.Deserialize<T>(AdminJson.Options)!, json);
        }
        catch (JsonException exception)
        {
            // "$.budget_limits[0].max_budget"; the message itself names .NET's types.
            var path = exception.Path?.TrimStart('$', '.') ?? "";
            return AdminErrors.Bad($"{(path.Length == 0 ? "A required field is missing, or a value" : path)} is not of the right kind. GET /openapi.json describes the fields.", path.Length == 0 ? null : path);
        }
    }

    private static string[] Names(Type type) =>
    [
        .. AdminJson.Options.GetTypeInfo(type).Properties.Where(property => !property.IsExtensionData).Select(property => property.Name),
        .. InertFieldsAttribute.Of(type),
    ];
}
