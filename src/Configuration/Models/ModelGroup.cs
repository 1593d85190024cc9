namespace Realtime.Configuration.Models;

/// <summary>The deployments that serve one name that a client asked for.</summary>
public sealed record ModelGroup
{
    /// <summary>Gets the name as the client asked for it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets the <c>model_name</c> that was found: the name itself, an alias's target, or the pattern that matches. Access lists are
    /// checked against both this and <see cref="Name"/>.
    /// </summary>
    public required string GroupName { get; init; }

    /// <summary>Gets the deployments, in the order of the file, with the matched part of the name put in for a pattern's <c>*</c>; never empty.</summary>
    public required IReadOnlyList<Deployment> Deployments { get; init; }

    /// <summary>Gets a value indicating whether the name is an alias that lists leave out.</summary>
    public bool Hidden { get; init; }
}
