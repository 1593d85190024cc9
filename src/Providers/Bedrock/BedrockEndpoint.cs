using Amazon.Runtime.CredentialManagement;
using Realtime.Configuration;

namespace Realtime.Providers.Bedrock;

/// <summary>Where a deployment's stream is opened.</summary>
/// <param name="Uri">The address; the model's id is encoded once, as it goes on the wire.</param>
/// <param name="Region">The region that requests are signed for.</param>
internal sealed record BedrockEndpoint(Uri Uri, string Region)
{
    /// <summary>The region when nothing names one: the only one that has had both models from the first day.</summary>
    internal const string DefaultRegion = "us-east-1";

    /// <summary>Builds the endpoint of a deployment.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>The endpoint.</returns>
    public static BedrockEndpoint For(Deployment deployment)
    {
        var region = deployment.Aws.Region ?? RegionOf(deployment.Aws.ProfileName) ?? DefaultRegion;
        var host = deployment.ApiBase ?? deployment.Aws.RuntimeEndpoint ?? new Uri($"https://bedrock-runtime.{region}.{Domain(region)}");
        var path = $"{host.AbsolutePath.TrimEnd('/')}/model/{Uri.EscapeDataString(Model(deployment.ProviderModel))}/invoke-with-bidirectional-stream";
        return new BedrockEndpoint(new Uri(new Uri(host.GetLeftPart(UriPartial.Authority)), path), region);
    }

    // LiteLLM's users may write a route before the model's id.
    internal static string Model(string model) => model.StartsWith("converse/", StringComparison.Ordinal) ? model["converse/".Length..] : model;

    private static string Domain(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";

    private static string? RegionOf(string? profile) =>
        profile is not null && new CredentialProfileStoreChain().TryGetProfile(profile, out var found) ? found.Region?.SystemName : null;
}
