namespace Realtime.Gateway.Admin.Customers;

/// <summary>Customers that were deleted.</summary>
/// <param name="Count">How many.</param>
/// <param name="Message">The same in words.</param>
internal sealed record DeletedCustomers([property: System.Text.Json.Serialization.JsonPropertyName("deleted_customers")] int Count, string Message);
