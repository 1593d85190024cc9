using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Users;

/// <summary>The routes of users.</summary>
internal static class UserEndpoints
{
    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.Post<NewUserRequest, NewUser>("/user/new", AdminRole.Admin, "Make a user, and a key for the user", UserChanges.NewAsync);
        routes.Post<UpdateUserRequest, UpdatedUser>("/user/update", AdminRole.Admin, "Change a user", UserChanges.UpdateAsync);
        routes.Post<DeleteUsersRequest, DeletedUsers>("/user/delete", AdminRole.Admin, "Delete users with their keys", UserChanges.DeleteAsync);
        routes.Get<UserAnswer>("/user/info", AdminRole.Key, "Show a user", UserReading.InfoAsync, new QueryField("user_id", "The user's id; not given: the caller's."));
        routes.Get<UserList>(
            "/user/list",
            AdminRole.Viewer,
            "List users",
            UserReading.ListAsync,
            QueryField.Page,
            QueryField.PageSize,
            new("role", "Only users with this role."),
            new("user_ids", "Only these users, parted by commas."),
            new("user_email", "Only users whose address contains this."));
    }
}
