using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Tests.Support;

/// <summary>Loads configurations that are written in a test.</summary>
internal static class Configs
{
    public const string Path = "conf/config.yaml";

    public static ConfigLoadResult Load(string yaml, params (string Name, string Value)[] environment) =>
        Load(new MemoryFiles { [Path] = yaml }, environment);

    public static ConfigLoadResult Load(MemoryFiles files, params (string Name, string Value)[] environment) =>
        ConfigLoader.Load(Path, environment.ToDictionary(e => e.Name, e => e.Value), files);

    /// <summary>Loads what must be right.</summary>
    public static RealtimeConfig Good(string yaml, params (string Name, string Value)[] environment)
    {
        var result = Load(yaml, environment);
        result.Problems.ShouldBeEmpty();
        return result.Config.ShouldNotBeNull();
    }

    /// <summary>Loads what must be wrong, and gives the problems as lines.</summary>
    public static string[] Bad(string yaml, params (string Name, string Value)[] environment)
    {
        var result = Load(yaml, environment);
        result.Config.ShouldBeNull();
        return [.. result.Problems.Select(p => p.ToString())];
    }

    public static string[] Warnings(string yaml, params (string Name, string Value)[] environment)
    {
        var result = Load(yaml, environment);
        result.Problems.ShouldBeEmpty();
        return [.. result.Warnings.Select(w => w.ToString())];
    }

    /// <summary>Loads one deployment from its <c>litellm_params</c>, indented by six spaces.</summary>
    public static Deployment One(string parameters, params (string Name, string Value)[] environment) =>
        Good($"model_list:\n  - model_name: voice\n    litellm_params:\n{parameters}", environment).Deployments.ShouldHaveSingleItem();
}
