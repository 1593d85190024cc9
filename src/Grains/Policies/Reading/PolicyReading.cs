using Realtime.Grains.Interfaces.Policies;
using Realtime.Storage.Model;

namespace Realtime.Grains.Policies.Reading;

/// <summary>What the configuration or the database says about somebody.</summary>
/// <param name="Document">What is set.</param>
/// <param name="Spend">What was spent, by window; empty where that is not known.</param>
internal sealed record PolicyReading(PolicyDocument Document, IReadOnlyList<SpendRow> Spend);
