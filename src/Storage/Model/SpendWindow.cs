namespace Realtime.Storage.Model;

/// <summary>Names of the windows that money is counted in.</summary>
public static class SpendWindow
{
    /// <summary>The window of <c>max_budget</c>, which is the <c>spend</c> that is shown; it begins anew where there is a <c>budget_duration</c>.</summary>
    public const string Main = "main";

    /// <summary>Names the window of an entry of <c>budget_limits</c>.</summary>
    /// <param name="duration">Its period.</param>
    public static string Limit(string duration) => "limit:" + duration;

    /// <summary>Names the window of one model.</summary>
    /// <param name="model">The model.</param>
    public static string Model(string model) => "model:" + model;
}
