namespace Realtime.Configuration.Models;

/// <summary>Another name for a model group (an entry of <c>model_group_alias</c>).</summary>
/// <param name="Model">The group that is meant: its name, or one that a pattern matches.</param>
/// <param name="Hidden">Whether <c>GET /v1/models</c> leaves the alias out.</param>
public sealed record ModelAlias(string Model, bool Hidden = false);
