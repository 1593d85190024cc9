namespace Realtime.Gateway.Admin.Calls;

/// <summary>A parameter of a route's query: others are refused, and the OpenAPI document lists them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Type">Its JSON type.</param>
internal sealed record QueryField(string Name, string Description, string Type = "string")
{
    public static QueryField Page { get; } = new("page", "The page, from 1.", "integer");

    public static QueryField Size { get; } = new("size", "Rows on a page, 1 to 100; 10 if not given.", "integer");

    public static QueryField PageSize { get; } = new("page_size", "Rows on a page, 1 to 100; 50 if not given.", "integer");

    public static QueryField StartDate { get; } = new("start_date", "The first day or time, such as 2026-08-01 or 2026-08-01T12:00:00Z, in UTC.");

    public static QueryField EndDate { get; } = new("end_date", "The last day, which is included, or the time before which.");
}
