using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>credential_list</c>: named values that entries of <c>model_list</c> take by <c>litellm_credential_name</c>.</summary>
internal static class CredentialListReader
{
    public static IReadOnlyDictionary<string, ConfigMapping> Read(ConfigSequence? list, Findings findings)
    {
        var credentials = new Dictionary<string, ConfigMapping>(StringComparer.Ordinal);
        for (var i = 0; i < (list?.Items.Count ?? 0); i++)
        {
            var (item, path) = (list!.Items[i], $"credential_list[{i}]");
            if (item is not ConfigMapping map)
            {
                findings.Problem(item.Position, path, $"is {item.Kind}", "write a map with credential_name and credential_values");
                continue;
            }

            var s = new SectionReader(map, path, findings);
            var (name, values) = (s.Text("credential_name"), s.Mapping("credential_values"));
            _ = s.Node("credential_info");
            s.Finish(SectionKeys.None);
            if (name is null || values is null)
            {
                s.Problem(name is null ? "credential_name" : "credential_values", "is missing", "give credential_name and credential_values");
            }
            else if (!credentials.TryAdd(name, values))
            {
                s.Problem("credential_name", $"'{name}' is taken", "give each credential its own name");
            }
        }

        return credentials;
    }
}
