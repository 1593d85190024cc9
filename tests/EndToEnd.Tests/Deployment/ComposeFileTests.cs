using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Realtime.EndToEnd.Tests.Deployment;

/// <summary>The compose file and what it names fit together.</summary>
public sealed class ComposeFileTests
{
    private const string DataDirectory = "/data";

    private static readonly string Root = FindRoot();
    private readonly Dictionary<string, Dictionary<object, object>> _services = Read();

    [Fact]
    public void Compose_runs_redis_three_silos_two_gateways_and_a_simulator_behind_one_port()
    {
        _services.Keys.ShouldBe(
            ["redis", "simulator", "silo1", "silo2", "silo3", "gateway1", "gateway2", "balancer"], ignoreOrder: true);
        _services.Where(service => service.Value.ContainsKey("ports")).Select(service => service.Key).ShouldBe(["balancer"]);
    }

    [Fact]
    public void Compose_gives_every_service_a_health_check_that_its_dependents_wait_for()
    {
        foreach (var (name, service) in _services)
        {
            service.ShouldContainKey("healthcheck", name);
            foreach (var (other, condition) in Mapping(service, "depends_on"))
            {
                _services.ShouldContainKey((string)other, name);
                ((Dictionary<object, object>)condition)["condition"].ShouldBe("service_healthy", name);
            }
        }
    }

    [Fact]
    public void Compose_keeps_what_redis_knows()
    {
        var command = string.Join(' ', (List<object>)_services["redis"]["command"]);

        command.ShouldContain("--appendonly yes");
        command.ShouldContain("--maxmemory-policy noeviction");
        _services["redis"].ShouldContainKey("volumes");
    }

    [Fact]
    public void Compose_keeps_what_waits_for_the_database_on_a_volume_that_outlives_the_silos()
    {
        var volumes = Mapping(ReadFile(), "volumes");
        foreach (var (name, service) in _services.Where(service => service.Key.StartsWith("silo", StringComparison.Ordinal)))
        {
            var volume = List(service, "volumes").Select(text => text.Split(':')).Single(mount => mount[1] == DataDirectory);
            volumes.ShouldContainKey(volume[0], name);
        }
    }

    [Fact]
    public void Images_write_to_a_volume_that_belongs_to_their_user()
    {
        var stages = File.ReadAllText(Path.Combine(Root, "deploy/docker/Dockerfile")).Split("\nFROM ");
        var keeper = stages.Single(stage => stage.StartsWith("runtime AS keeper\n", StringComparison.Ordinal));

        keeper.ShouldContain($"--chown=1654:1654 /out/data/ {DataDirectory}/");
        keeper.ShouldContain($"VOLUME {DataDirectory}");
        foreach (var image in (string[])["silo", "gateway"])
        {
            stages.Single(stage => stage.StartsWith($"keeper AS {image}\n", StringComparison.Ordinal))
                .ShouldContain($"\"--data\", \"{DataDirectory}\"");
        }
    }

    [Fact]
    public void Compose_names_files_and_build_targets_that_exist()
    {
        var images = 0;
        foreach (var (name, service) in _services)
        {
            foreach (var mount in List(service, "volumes").Select(text => text.Split(':')[0]).Where(path => path.StartsWith('.')))
            {
                File.Exists(Path.Combine(Root, mount)).ShouldBeTrue($"{name}: {mount}");
            }

            var build = Mapping(service, "build");
            if (build.Count > 0)
            {
                images++;
                File.ReadAllLines(Path.Combine(Root, (string)build["dockerfile"]))
                    .ShouldContain(line => line.StartsWith("FROM ", StringComparison.Ordinal) && line.EndsWith($" AS {build["target"]}", StringComparison.Ordinal), name);
            }
        }

        images.ShouldBe(6);
    }

    [Fact]
    public void Dockerfile_copies_files_that_exist_and_starts_assemblies_that_are_built()
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "deploy/docker/Dockerfile"));
        var sources = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1])
            .ToList();
        var entries = lines.Where(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)).ToList();

        sources.ShouldNotBeEmpty();
        sources.ShouldAllBe(source => Path.Exists(Path.Combine(Root, source)));
        entries.Count.ShouldBe(3);
        entries.ShouldAllBe(entry => File.Exists(Path.Combine(Root, "src", entry.Split('.')[1], entry.Split('.')[1] + ".csproj")));
    }

    [Fact]
    public void Balancer_knows_every_gateway_of_the_compose_file()
    {
        var nginx = File.ReadAllText(Path.Combine(Root, "deploy/cluster/nginx.conf"));

        foreach (var gateway in _services.Keys.Where(name => name.StartsWith("gateway", StringComparison.Ordinal)))
        {
            nginx.ShouldContain($"server {gateway}:4000 ");
        }
    }

    private static Dictionary<object, object> Mapping(Dictionary<object, object> service, string key) =>
        service.TryGetValue(key, out var value) ? (Dictionary<object, object>)value : [];

    private static IEnumerable<string> List(Dictionary<object, object> service, string key) =>
        service.TryGetValue(key, out var value) ? ((List<object>)value).Cast<string>() : [];

    private static Dictionary<object, object> ReadFile()
    {
        using var text = File.OpenText(Path.Combine(Root, "docker-compose.yml"));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(text)));
    }

    private static Dictionary<string, Dictionary<object, object>> Read() => Mapping(ReadFile(), "services")
        .ToDictionary(pair => (string)pair.Key, pair => (Dictionary<object, object>)pair.Value);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "docker-compose.yml")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not run inside the project.");
        }

        return directory.FullName;
    }
}
