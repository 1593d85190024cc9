using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Realtime.Gateway.Admin.OpenApi;

/// <summary>Says in the document what it is of and how a caller shows its key.</summary>
internal sealed class DocumentFacts : IOpenApiDocumentTransformer
{
    private const string Scheme = "key";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Realtime",
            Version = typeof(DocumentFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
            Description = "Keys, teams, users, customers, budgets, spend and models, under LiteLLM's routes and fields. A field that is not known is refused by its name.",
        };

        // Where the document was asked for, whatever stands in front of this process.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The master key or a virtual key.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }
}
