using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi.json</c>, made from the routes themselves, and its page at <c>/docs</c>.</summary>
internal static class ApiDescription
{
    private const string Address = "/openapi.json";

    // The page's scripts and styles come with it; it loads nothing from elsewhere.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the document.</summary>
    /// <param name="services">The services.</param>
    public static void AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => AdminJson.Apply(options.SerializerOptions));
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer<DocumentFacts>();
            options.AddOperationTransformer<OperationFacts>();
        });
    }

    /// <summary>Maps the document and its page. They need no key: they say nothing that the source does not.</summary>
    /// <param name="app">The application.</param>
    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi(Address);

        // A branch of its own, so that no other request passes through the page's middleware.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/docs"), docs => docs
            .Use((context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            })
            .UseSwaggerUI(options =>
            {
                options.RoutePrefix = "docs";
                options.DocumentTitle = "Realtime: API";
                options.SwaggerEndpoint(Address, "Realtime");
            }));
    }
}
