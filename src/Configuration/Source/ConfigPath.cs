namespace Realtime.Configuration.Source;

/// <summary>Writes the paths of keys.</summary>
internal static class ConfigPath
{
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
