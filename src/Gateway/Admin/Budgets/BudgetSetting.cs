namespace Realtime.Gateway.Admin.Budgets;

/// <summary>One field of a budget, as a form shows it.</summary>
/// <param name="FieldName">The field.</param>
/// <param name="FieldType">Its type.</param>
/// <param name="FieldDescription">What it means.</param>
/// <param name="FieldValue">Its value; null when it is not set.</param>
/// <param name="StoredInDb">Whether it is set.</param>
internal sealed record BudgetSetting(string FieldName, string FieldType, string FieldDescription, object? FieldValue, bool StoredInDb);
