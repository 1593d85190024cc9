using System.Text.Json;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Keys;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>Which rows of the ledger a call asks for, and may see.</summary>
internal static class SpendFilter
{
    /// <summary>Gets the parameters that <see cref="Apply"/> reads.</summary>
    public static QueryField[] Fields { get; } =
    [
        new("api_key", "Only rows of this key: the key or its hash."),
        new("user_id", "Only rows of this user."),
        new("team_id", "Only rows of this team."),
        new("end_user", "Only rows of this customer."),
        new("request_id", "Only the row with this id."),
        new("session_id", "Only rows of this session."),
        new("model", "Only rows of this model of a provider."),
        new("model_id", "Only rows of this deployment."),
        new("model_group", "Only rows of this model group."),
        new("key_alias", "Only rows of the key with this alias."),
        new("status_filter", "success or failure."),
        new("error_code", "Only rows with this error."),
        new("error_message", "Only rows whose error has this in its message."),
        new("kind", "response, transcription or session."),
        new("min_spend", "Only rows that cost this much at least.", "number"),
        new("max_spend", "Only rows that cost this much at most.", "number"),
        QueryField.StartDate,
        QueryField.EndDate,
    ];

    /// <summary>Leaves the rows that fit.</summary>
    /// <param name="rows">The ledger.</param>
    /// <param name="call">The call.</param>
    /// <param name="query">Its query; tells what is wrong with it.</param>
    public static IQueryable<LedgerRow> Apply(IQueryable<LedgerRow> rows, AdminCall call, QueryReader query)
    {
        rows = Owners(rows, call, query);
        if (query.Text("request_id") is { } id)
        {
            rows = rows.Where(row => row.RequestId == id);
        }

        if (query.Text("session_id") is { } session)
        {
            rows = rows.Where(row => row.SessionId == session);
        }

        if (query.Text("model") is { } model)
        {
            rows = rows.Where(row => row.Model == model);
        }

        if (query.Text("model_id") is { } deployment)
        {
            rows = rows.Where(row => row.ModelId == deployment);
        }

        if (query.Text("model_group") is { } group)
        {
            rows = rows.Where(row => row.ModelGroup == group);
        }

        if (query.Text("status_filter") is { } status)
        {
            rows = rows.Where(row => row.Status == status);
        }

        // The metadata is JSON that this product wrote, so that a text stands in it in one way only.
        if (query.Text("error_code") is { } code)
        {
            var field = "\"error_code\":" + JsonSerializer.Serialize(code);
            rows = rows.Where(row => row.Metadata != null && row.Metadata.Contains(field));
        }

        if (query.Text("error_message") is { } message)
        {
            var part = JsonSerializer.Serialize(message)[1..^1];
            rows = rows.Where(row => row.Metadata != null && row.Metadata.Contains("\"error_message\":") && row.Metadata.Contains(part));
        }

        if (query.Text("kind") is { } text)
        {
            var kind = Enum.TryParse<LedgerKind>(text, ignoreCase: true, out var parsed) ? parsed : (LedgerKind)(-1);
            rows = rows.Where(row => row.Kind == kind);
        }

        if (query.Money("min_spend") is { } least)
        {
            rows = rows.Where(row => row.Spend >= least);
        }

        if (query.Money("max_spend") is { } most)
        {
            rows = rows.Where(row => row.Spend <= most);
        }

        return Times(rows, query);
    }

    /// <summary>Leaves the rows of a time.</summary>
    public static IQueryable<LedgerRow> Times(IQueryable<LedgerRow> rows, QueryReader query)
    {
        if (query.Time("start_date") is { } start)
        {
            rows = rows.Where(row => row.EndTime >= start);
        }

        if (query.Time("end_date", endOfDay: true) is { } end)
        {
            rows = rows.Where(row => row.EndTime < end);
        }

        return rows;
    }

    /// <summary>Leaves the rows that the caller may see, and of them those of whom it asks for.</summary>
    public static IQueryable<LedgerRow> Owners(IQueryable<LedgerRow> rows, AdminCall call, QueryReader query)
    {
        if (!call.Caller.SeesAll)
        {
            var (own, self) = (call.Caller.KeyHash, call.Caller.Key?.UserId);
            rows = self is null || call.Caller.Role < AdminRole.User
                ? rows.Where(row => row.ApiKey == own)
                : rows.Where(row => row.ApiKey == own || row.UserId == self);
        }

        if (query.Text("api_key") is { } key)
        {
            var hash = KeyText.HashOf(key);
            rows = rows.Where(row => row.ApiKey == hash);
        }

        if (query.Text("user_id") is { } user)
        {
            rows = rows.Where(row => row.UserId == user);
        }

        if (query.Text("team_id") is { } team)
        {
            rows = rows.Where(row => row.TeamId == team);
        }

        if (query.Text("end_user") is { } customer)
        {
            rows = rows.Where(row => row.EndUser == customer);
        }

        return query.Text("key_alias") is { } alias ? rows.Where(row => row.KeyAlias == alias) : rows;
    }
}
