using System.Text.Json;

namespace Realtime.Testing.Schemas;

/// <summary>
/// Validates by the keywords of JSON Schema 2020-12 that the Realtime schemas use: type, enum, const, properties, required,
/// additionalProperties, items, minItems, maxLength, minimum, maximum, anyOf, oneOf, allOf, pattern and $ref into $defs. A keyword that
/// it does not know is an error, so that nothing passes unseen.
/// </summary>
internal sealed class JsonSchema(JsonElement document)
{
    private static readonly HashSet<string> Annotations =
        ["title", "default", "format", "x-format", "description", "$comment", "$schema", "$id", "$defs", "x-adjustments", "x-events", "x-types"];

    private readonly JsonElement _definitions = document.GetProperty("$defs");

    public IReadOnlyList<string> Validate(string definition, JsonElement value)
    {
        var found = new List<string>();
        Check(_definitions.GetProperty(definition), value, "$", found);
        return found;
    }

    private void Check(JsonElement schema, JsonElement value, string path, List<string> found)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Annotations.Contains(keyword.Name))
            {
                CheckKeyword(schema, keyword, value, path, found);
            }
        }
    }

    private void CheckKeyword(JsonElement schema, JsonProperty keyword, JsonElement value, string path, List<string> found)
    {
        switch (keyword.Name)
        {
            case "$ref":
                Check(_definitions.GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value, path, found);
                break;
            case "anyOf":
                CheckAnyOf(keyword.Value, value, path, found);
                break;
            case "oneOf":
                CheckOneOf(keyword.Value, value, path, found);
                break;
            case "allOf":
                foreach (var part in keyword.Value.EnumerateArray())
                {
                    Check(part, value, path, found);
                }

                break;
            case "properties" or "required" or "additionalProperties":
                CheckMembers(schema, keyword, value, path, found);
                break;
            case "items" or "minItems":
                CheckElements(keyword, value, path, found);
                break;
            default:
                if (!SchemaRules.Holds(keyword, value))
                {
                    found.Add($"{path}: {Short(value)} breaks {keyword.Name} {Short(keyword.Value)}");
                }

                break;
        }
    }

    private void CheckAnyOf(JsonElement branches, JsonElement value, string path, List<string> found)
    {
        var all = branches.EnumerateArray().Select(branch => Try(branch, value, path)).ToArray();
        if (all.All(problems => problems.Count > 0))
        {
            found.AddRange(all.MinBy(problems => problems.Count)!.Select(problem => problem + " (in the nearest branch)"));
        }
    }

    private void CheckOneOf(JsonElement branches, JsonElement value, string path, List<string> found)
    {
        var all = branches.EnumerateArray().Select(branch => Try(branch, value, path)).ToArray();
        var matching = all.Count(problems => problems.Count == 0);
        if (matching > 1)
        {
            found.Add($"{path}: matches {matching} branches of oneOf");
        }
        else if (matching == 0)
        {
            found.AddRange(all.MinBy(problems => problems.Count)!.Select(problem => problem + " (in the nearest branch)"));
        }
    }

    private void CheckMembers(JsonElement schema, JsonProperty keyword, JsonElement value, string path, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        switch (keyword.Name)
        {
            case "required":
                found.AddRange(keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}: misses {name}"));
                break;
            case "properties":
                foreach (var member in value.EnumerateObject())
                {
                    if (keyword.Value.TryGetProperty(member.Name, out var memberSchema))
                    {
                        Check(memberSchema, member.Value, $"{path}.{member.Name}", found);
                    }
                }

                break;
            default:
                CheckOthers(schema, keyword.Value, value, path, found);
                break;
        }
    }

    private void CheckOthers(JsonElement schema, JsonElement rule, JsonElement value, string path, List<string> found)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name).ToHashSet() : [];
        foreach (var member in value.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            if (rule.ValueKind == JsonValueKind.False)
            {
                found.Add($"{path}: {member.Name} may not be there");
            }
            else if (rule.ValueKind == JsonValueKind.Object)
            {
                Check(rule, member.Value, $"{path}.{member.Name}", found);
            }
        }
    }

    private void CheckElements(JsonProperty keyword, JsonElement value, string path, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        if (keyword.Name == "minItems")
        {
            if (value.GetArrayLength() < keyword.Value.GetInt32())
            {
                found.Add($"{path}: has fewer than {keyword.Value} elements");
            }

            return;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            Check(keyword.Value, element, $"{path}[{index++}]", found);
        }
    }

    private List<string> Try(JsonElement schema, JsonElement value, string path)
    {
        var found = new List<string>();
        Check(schema, value, path, found);
        return found;
    }

    private static string Short(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
