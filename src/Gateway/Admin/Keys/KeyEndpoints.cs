using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>The routes of virtual keys.</summary>
internal static class KeyEndpoints
{
    private static readonly QueryField Key = new("key", "The key or its hash; not given: the caller's own.");

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.Post<GenerateKeyRequest, GeneratedKey>("/key/generate", AdminRole.User, "Make a key; it is shown this once", KeyMaking.GenerateAsync);
        routes.Post<UpdateKeyRequest, UpdatedKey>("/key/update", AdminRole.User, "Change a key", KeyChanges.UpdateAsync);
        routes.Post<DeleteKeysRequest, DeletedKeys>("/key/delete", AdminRole.User, "Delete keys", KeyChanges.DeleteAsync);
        routes.Post<KeyRequest, UpdatedKey>("/key/block", AdminRole.Admin, "Block a key; its sessions end", KeyChanges.BlockAsync);
        routes.Post<KeyRequest, UpdatedKey>("/key/unblock", AdminRole.Admin, "Unblock a key", KeyChanges.UnblockAsync);
        routes.Post<RegenerateKeyRequest, GeneratedKey>("/key/regenerate", AdminRole.User, "Give a key another secret", KeyMaking.RegenerateAsync);
        routes.Post<RegenerateKeyRequest, GeneratedKey>("/key/{key}/regenerate", AdminRole.User, "Give a key another secret", KeyMaking.RegenerateAsync);
        routes.Post<ResetSpendRequest, ResetSpendAnswer>("/key/{key}/reset_spend", AdminRole.Admin, "Set what a key has spent", KeyChanges.ResetSpendAsync);
        routes.Get<KeyAnswer>("/key/info", AdminRole.Key, "Show a key", KeyReading.InfoAsync, Key);
        routes.Post<KeysRequest, KeysAnswer>("/v2/key/info", AdminRole.Viewer, "Show several keys", KeyReading.ManyAsync);
        routes.Get<KeyList>(
            "/key/list",
            AdminRole.User,
            "List keys; a user sees its own",
            KeyListing.ListAsync,
            [
                QueryField.Page,
                QueryField.Size,
                .. KeyFilter.Fields,
                new("status", $"deleted: the keys that were deleted, at most the last {KeyListing.MostDeleted}; not given: those that there are."),
                new("return_full_object", "Whether rows are listed in place of hashes.", "boolean"),
                new("expand", "user: rows, each with the user that the key belongs to."),
                new("sort_by", "created_at or key_alias."),
                new("sort_order", "desc (default) or asc."),
            ]);
        routes.Get<AliasList>(
            "/key/aliases", AdminRole.Viewer, "List the aliases of keys", KeyReading.AliasesAsync, QueryField.Page, QueryField.Size, new("search", "Only aliases that contain this."));
    }
}
