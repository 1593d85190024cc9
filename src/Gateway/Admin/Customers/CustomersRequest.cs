namespace Realtime.Gateway.Admin.Customers;

/// <summary>Customers.</summary>
internal sealed record CustomersRequest
{
    /// <summary>Their ids.</summary>
    public required List<string> UserIds { get; init; }
}
