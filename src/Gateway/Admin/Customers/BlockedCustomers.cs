namespace Realtime.Gateway.Admin.Customers;

/// <summary>Customers that were blocked or unblocked.</summary>
/// <param name="BlockedUsers">The customers.</param>
internal sealed record BlockedCustomers(IReadOnlyList<CustomerInfo> BlockedUsers);
