using System.Reflection;
using System.Xml.Linq;

namespace Realtime.Architecture.Tests;

/// <summary>The arrows between projects run one way: docs/architecture.md draws them.</summary>
public sealed class ProjectArrowTests
{
    // What a project may know, directly. Nothing else: a new arrow is a decision, and this is where it is made.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Protocol"] = [],
        ["Configuration"] = ["Protocol"],
        ["Grains.Interfaces"] = ["Protocol"],
        ["Providers"] = ["Configuration", "Protocol"],
        ["Guardrails"] = ["Configuration", "Protocol"],
        ["Storage"] = ["Configuration"],
        ["Grains"] = ["Grains.Interfaces", "Guardrails", "Providers", "Storage", "Configuration", "Protocol"],
        ["Hosting"] = ["Configuration", "Grains.Interfaces", "Guardrails", "Protocol"],
        ["Simulator"] = ["Protocol"],
        ["Silo"] = ["Grains", "Grains.Interfaces", "Hosting", "Storage", "Configuration", "Protocol"],
        ["Gateway"] = ["Grains", "Grains.Interfaces", "Hosting", "Storage", "Configuration", "Protocol", "Simulator"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_of_src_has_its_arrows_decided() =>
        Directory.GetFiles(Path.Combine(Root(), "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_it_may(string project)
    {
        var file = XDocument.Load(Path.Combine(Root(), "src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        references.Except(Allowed[project]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_uses_only_what_it_may(string project)
    {
        var used = Assembly.Load("Realtime." + project).GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("Realtime.", StringComparison.Ordinal))
            .Select(name => name["Realtime.".Length..]);
        used.Except(Allowed[project]).ShouldBeEmpty();
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Realtime.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
