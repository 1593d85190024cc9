using System.Text.Json;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Maps the admin API's routes: each is checked, read, run and answered the same way.</summary>
internal static class AdminRouteExtensions
{
    /// <summary>Maps a route that reads.</summary>
    public static RouteHandlerBuilder Get<TAnswer>(
        this IEndpointRouteBuilder routes, string path, AdminRole role, string summary, Func<AdminCall, Task<Outcome<TAnswer>>> run, params QueryField[] query)
        where TAnswer : class =>
        Describe<TAnswer>(
            routes.MapGet(path, (HttpContext http, AdminGate gate) => HandleAsync<NoBody, TAnswer>(http, gate, role, query, (call, _) => run(call))), path, summary, query);

    /// <summary>Maps a route that changes, or that reads by a body.</summary>
    public static RouteHandlerBuilder Post<TBody, TAnswer>(
        this IEndpointRouteBuilder routes, string path, AdminRole role, string summary, Func<AdminCall, AdminBody<TBody>, Task<Outcome<TAnswer>>> run)
        where TBody : class
        where TAnswer : class =>
        Describe<TAnswer>(
            routes.MapPost(path, (HttpContext http, AdminGate gate) => HandleAsync(http, gate, role, [], run)), path, summary, [])
            .WithMetadata(new BodyType(typeof(TBody)));

    private static RouteHandlerBuilder Describe<TAnswer>(RouteHandlerBuilder route, string path, string summary, QueryField[] query) => route
        .WithSummary(summary)
        .WithTags(path.Trim('/').Split('/') is ["v2" or "v1" or "global", var second, ..] ? second : path.Trim('/').Split('/')[0])
        .WithMetadata(new QueryFields(query))
        .Produces<TAnswer>()
        .Produces<ErrorEnvelope>(400)
        .Produces<ErrorEnvelope>(401)
        .Produces<ErrorEnvelope>(403);

    private static async Task HandleAsync<TBody, TAnswer>(
        HttpContext http, AdminGate gate, AdminRole role, QueryField[] query, Func<AdminCall, AdminBody<TBody>, Task<Outcome<TAnswer>>> run)
        where TBody : class
        where TAnswer : class
    {
        Outcome<TAnswer> outcome;
        try
        {
            outcome = await RunAsync(http, gate, role, query, run).ConfigureAwait(false);
        }
        catch (StorageUnavailableException)
        {
            outcome = AdminErrors.Unavailable;
        }
        catch (RefusedException exception)
        {
            outcome = exception.Refusal;
        }
        catch (Exception exception) when (DatabaseConflict.Is(exception))
        {
            outcome = AdminErrors.Conflict;
        }

        if (outcome.Refusal is { } refusal)
        {
            await ErrorBody.WriteAsync(http.Response, refusal).ConfigureAwait(false);
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, outcome.Value, AdminJson.Options, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<Outcome<TAnswer>> RunAsync<TBody, TAnswer>(
        HttpContext http, AdminGate gate, AdminRole role, QueryField[] query, Func<AdminCall, AdminBody<TBody>, Task<Outcome<TAnswer>>> run)
        where TBody : class
        where TAnswer : class
    {
        var (caller, refusal) = await gate.AdmitAsync(http, role).ConfigureAwait(false);
        if (caller is null)
        {
            return refusal!;
        }

        var call = new AdminCall(http, caller);
        if (http.GetEndpoint()?.Metadata.GetMetadata<WithoutDatabase>() is null && !call.Database.IsConfigured)
        {
            return AdminErrors.NoDatabase;
        }

        if (UnknownQuery(http.Request, query) is { } unknown)
        {
            return unknown;
        }

        var (body, wrong) = typeof(TBody) == typeof(NoBody)
            ? new AdminBody<TBody>((TBody)(object)new NoBody(), [])
            : await BodyReader.ReadAsync<TBody>(http).ConfigureAwait(false);
        return body is null ? wrong! : await run(call, body).ConfigureAwait(false);
    }

    private static SessionRefusal? UnknownQuery(HttpRequest request, QueryField[] query)
    {
        // The key may stand in the query.
        string[] known = [.. query.Select(field => field.Name), "api-key"];
        var unknown = request.Query.Keys.Except(known, StringComparer.Ordinal).ToArray();
        return unknown.Length == 0 ? null : AdminErrors.UnknownNames("query parameter", unknown, known);
    }
}
