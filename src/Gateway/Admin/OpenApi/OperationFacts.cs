using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.OpenApi;

/// <summary>Lists the parameters of a route's path and query, which the admin API's handlers read for themselves.</summary>
internal sealed partial class OperationFacts : IOpenApiOperationTransformer
{
    /// <inheritdoc/>
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<BodyType>().FirstOrDefault()?.Type is { } body && context.Document is { } document)
        {
            var schema = await context.GetOrCreateSchemaAsync(body, null, cancellationToken).ConfigureAwait(false);
            document.AddComponent(body.Name, schema);
            if (InertFieldsAttribute.Of(body) is { Count: > 0 } inert)
            {
                operation.Description = "LiteLLM's fields that are kept without effect on realtime sessions: " + string.Join(", ", inert) + ".";
            }

            operation.RequestBody = new OpenApiRequestBody
            {
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = new OpenApiSchemaReference(body.Name, document) },
                },
            };
        }

        var parameters = operation.Parameters ??= [];
        foreach (Match match in PathParameter().Matches(context.Description.RelativePath ?? ""))
        {
            var name = match.Groups["name"].Value;
            if (parameters.All(parameter => parameter.Name != name))
            {
                parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Description = "The key or its hash.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }

        foreach (var field in metadata.OfType<QueryFields>().SelectMany(query => query.Fields))
        {
            parameters.Add(new OpenApiParameter
            {
                Name = field.Name,
                In = ParameterLocation.Query,
                Description = field.Description,
                Schema = new OpenApiSchema { Type = Enum.Parse<JsonSchemaType>(field.Type, ignoreCase: true) },
            });
        }
    }

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}")]
    private static partial Regex PathParameter();
}
