using Microsoft.EntityFrameworkCore.ChangeTracking;
using Realtime.Storage.Model;

namespace Realtime.Storage.Database;

/// <summary>Settings are the same when their documents are: the lists and objects in them have no equality of their own.</summary>
internal sealed class SettingsComparer() : ValueComparer<PolicySettings>(
    (left, right) => Same(left, right),
    settings => SettingsConverter.Write(settings).GetHashCode(StringComparison.Ordinal),
    settings => settings)
{
    private static bool Same(PolicySettings? left, PolicySettings? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && SettingsConverter.Write(left) == SettingsConverter.Write(right));
}
