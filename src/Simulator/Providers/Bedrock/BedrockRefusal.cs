namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>What the service says in place of a stream.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The exception's name.</param>
/// <param name="Message">Its message.</param>
internal sealed record BedrockRefusal(int Status, string Type, string Message)
{
    /// <summary>Finds the refusal that has a status.</summary>
    public static BedrockRefusal ForStatus(int status) => status switch
    {
        403 => new(status, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
        404 => new(status, "ResourceNotFoundException", "The resource was not found."),
        429 => new(status, "ThrottlingException", "Too many requests, please wait before trying again."),
        503 => new(status, "ServiceUnavailableException", "The service is unavailable."),
        >= 500 => new(status, "InternalServerException", "An internal server error occurred."),
        _ => new(status, "ValidationException", "The request is not valid."),
    };
}
