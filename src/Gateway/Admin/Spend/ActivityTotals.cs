namespace Realtime.Gateway.Admin.Spend;

/// <summary>Sums of all days that fit, whatever the page.</summary>
/// <param name="TotalSpend">US dollars.</param>
/// <param name="TotalPromptTokens">The tokens that went in.</param>
/// <param name="TotalCompletionTokens">The tokens that came out.</param>
/// <param name="TotalTokens">All tokens.</param>
/// <param name="TotalApiRequests">Responses and transcriptions.</param>
/// <param name="TotalSuccessfulRequests">Those that went well.</param>
/// <param name="TotalFailedRequests">Those that failed.</param>
/// <param name="Page">The page.</param>
/// <param name="TotalPages">How many pages there are.</param>
/// <param name="HasMore">Whether there is a page after this.</param>
internal sealed record ActivityTotals(
    decimal TotalSpend, long TotalPromptTokens, long TotalCompletionTokens, long TotalTokens, int TotalApiRequests,
    int TotalSuccessfulRequests, int TotalFailedRequests, int Page, int TotalPages, bool HasMore);
