using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Realtime.Architecture.Tests;

/// <summary>Rules between types that references of projects cannot hold.</summary>
public sealed class TypeArrowTests
{
    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader()
        .LoadAssemblies(
            System.Reflection.Assembly.Load("Realtime.Gateway"),
            System.Reflection.Assembly.Load("Realtime.Grains"),
            System.Reflection.Assembly.Load("Realtime.Grains.Interfaces"),
            System.Reflection.Assembly.Load("Realtime.Providers"),
            System.Reflection.Assembly.Load("Realtime.Protocol"))
        .Build();

    [Fact]
    public void Gateway_reaches_grains_through_their_interfaces_alone()
    {
        // Only the host that puts the embedded silo together knows the project of the grains.
        IObjectProvider<IType> gateway = Types().That().ResideInNamespaceMatching(@"^Realtime\.Gateway(\.|$)")
            .And().DoNotResideInNamespaceMatching(@"^Realtime\.Gateway\.Hosting");
        Types().That().Are(gateway).Should().NotDependOnAny(
            Types().That().ResideInNamespaceMatching(@"^Realtime\.Grains\.(Sessions|Deployments|ClientSecrets|Cluster|Telemetry|Hosting)"))
            .Check(Code);
    }

    [Fact]
    public void Stages_know_no_socket_and_no_provider()
    {
        Types().That().ResideInNamespaceMatching(@"^Realtime\.Grains\.Sessions\.Stages").Should().NotDependOnAny(
            Types().That().ResideInNamespaceMatching(@"^Realtime\.(Providers|Protocol\.WebSockets)"))
            .Check(Code);
    }

    [Fact]
    public void Protocol_knows_no_web_server_and_no_grain()
    {
        Types().That().ResideInNamespaceMatching(@"^Realtime\.Protocol").Should().NotDependOnAnyTypesThat()
            .ResideInNamespaceMatching(@"^(Orleans|Microsoft\.AspNetCore)").WithoutRequiringPositiveResults()
            .Check(Code);
    }
}
