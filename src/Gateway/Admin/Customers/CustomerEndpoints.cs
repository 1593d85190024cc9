using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Customers;

/// <summary>The routes of customers, under both of LiteLLM's names.</summary>
internal static class CustomerEndpoints
{
    private static readonly string[] Prefixes = ["/customer", "/end_user"];

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        foreach (var prefix in Prefixes)
        {
            routes.Post<CustomerFields, CustomerInfo>(prefix + "/new", AdminRole.Admin, "Make a customer", Customers.NewAsync);
            routes.Post<CustomerFields, CustomerInfo>(prefix + "/update", AdminRole.Admin, "Change a customer", Customers.UpdateAsync);
            routes.Post<CustomersRequest, DeletedCustomers>(prefix + "/delete", AdminRole.Admin, "Delete customers", Customers.DeleteAsync);
            routes.Post<CustomersRequest, BlockedCustomers>(prefix + "/block", AdminRole.Admin, "Block customers; those that are not known are made", Customers.BlockAsync);
            routes.Post<CustomersRequest, BlockedCustomers>(prefix + "/unblock", AdminRole.Admin, "Unblock customers", Customers.UnblockAsync);
            routes.Get<CustomerInfo>(
                prefix + "/info", AdminRole.Viewer, "Show a customer", Customers.InfoAsync, new QueryField("end_user_id", "The customer's id."));
            routes.Get<List<CustomerInfo>>(
                prefix + "/list", AdminRole.Viewer, "List customers; all of them where no page_size is given", Customers.ListAsync, QueryField.Page, QueryField.PageSize);
        }
    }
}
