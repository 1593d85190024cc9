using System.Text.Json.Nodes;

namespace Realtime.Gateway.Admin.Models;

/// <summary>A deployment, without its secrets.</summary>
/// <param name="ModelName">The name that clients ask for.</param>
/// <param name="LitellmParams">How it is reached; an administrator sees its address.</param>
/// <param name="ModelInfo">What is known about it, its prices in US dollars among it.</param>
internal sealed record ModelInfoEntry(string ModelName, JsonObject LitellmParams, JsonObject ModelInfo);
