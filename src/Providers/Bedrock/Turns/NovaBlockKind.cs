namespace Realtime.Providers.Bedrock.Turns;

/// <summary>What a block of the service's holds.</summary>
internal enum NovaBlockKind
{
    /// <summary>Something that this build does not know.</summary>
    Other = 0,

    /// <summary>What the user said.</summary>
    User = 1,

    /// <summary>What the model is about to say (SPECULATIVE).</summary>
    Planned = 2,

    /// <summary>What the model has really said (FINAL), which repeats the plan as far as it was carried out.</summary>
    Said = 3,

    /// <summary>The model's speech.</summary>
    Speech = 4,

    /// <summary>A function call.</summary>
    Call = 5,
}
