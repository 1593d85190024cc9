using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Something that the operator should know about a place in the configuration. It never holds a secret's text.</summary>
/// <param name="Position">Where it is.</param>
/// <param name="Key">The path of the key, for instance <c>model_list[0].litellm_params.rpm</c>; empty for the file itself.</param>
/// <param name="What">What is the matter.</param>
/// <param name="Remedy">What to do about it.</param>
public abstract record ConfigFinding(SourcePosition Position, string Key, string What, string Remedy)
{
    /// <summary>Gets the finding's text after the place: <c>key: what, remedy</c>.</summary>
    protected string Text => Key.Length == 0 ? $"{What}, {Remedy}" : $"{Key}: {What}, {Remedy}";
}
