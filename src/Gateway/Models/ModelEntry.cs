namespace Realtime.Gateway.Models;

/// <summary>A model in OpenAI's form.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">When it was created, in Unix seconds; not known here.</param>
/// <param name="OwnedBy">The provider.</param>
internal sealed record ModelEntry(string Id, string Object, long Created, string OwnedBy)
{
    /// <summary>The constant that LiteLLM answers for every model; clients expect a number.</summary>
    public const long UnknownCreation = 1677610602;
}
