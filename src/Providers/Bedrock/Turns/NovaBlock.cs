using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Output;

namespace Realtime.Providers.Bedrock.Turns;

/// <summary>A block of the service's that is open.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Response">The response that ran when it began; null for none.</param>
/// <param name="Message">The message whose words it corrects; null for none.</param>
internal sealed record NovaBlock(NovaBlockKind Kind, RunningResponse? Response, NovaItem? Message);
