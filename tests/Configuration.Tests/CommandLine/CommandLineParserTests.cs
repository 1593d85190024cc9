using Realtime.Configuration.CommandLine;

namespace Realtime.Configuration.Tests.CommandLine;

public sealed class CommandLineParserTests
{
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Parse_nothing_gives_the_defaults() =>
        Options().ShouldBe(new ProcessOptions { Port = 4000, DataDirectory = "./data" });

    [Fact]
    public void Parse_reads_both_forms_of_every_option()
    {
        var expected = new ProcessOptions
        {
            ConfigPath = "c.yaml", Host = "::1", Port = 0, DataDirectory = "/d", Cluster = "redis:6379", SiloPort = 11111, ClientPort = 30000,
        };

        Options("--config", "c.yaml", "--host", "::1", "--port", "0", "--data", "/d", "--cluster", "redis:6379", "--silo-port", "11111", "--client-port", "30000")
            .ShouldBe(expected);
        Options("--config=c.yaml", "--host=::1", "--port=0", "--data=/d", "--cluster=redis:6379", "--silo-port=11111", "--client-port=30000")
            .ShouldBe(expected);
        Options("-c", "c.yaml", "--check-config", "--help", "--version")
            .ShouldBe(new ProcessOptions { ConfigPath = "c.yaml", CheckConfig = true, Help = true, Version = true });
    }

    [Fact]
    public void Parse_the_environment_stands_in_and_the_arguments_go_first()
    {
        _environment["REALTIME_CONFIG"] = "env.yaml";
        _environment["REALTIME_PORT"] = "4001";
        _environment["PORT"] = "4002";
        _environment["REALTIME_CLUSTER"] = "h:1";
        _environment["REALTIME_DATA"] = "";

        var options = Options("--config", "arg.yaml");

        (options.ConfigPath, options.Port, options.Cluster, options.DataDirectory).ShouldBe(("arg.yaml", 4001, "h:1", "./data"));
    }

    [Theory]
    [InlineData("x86_64-conda-linux-gnu", null)]
    [InlineData("my-laptop", null)]
    [InlineData("0.0.0.0", "0.0.0.0")]
    public void Parse_HOST_counts_only_when_it_is_an_address(string value, string? expected)
    {
        _environment["HOST"] = value;

        Options().Host.ShouldBe(expected);
    }

    [Theory]
    [InlineData("--prot 1", "--prot is not an option: did you mean --port?")]
    [InlineData("serve", "'serve' is not expected: options begin with --, see --help")]
    [InlineData("--port", "--port lacks its value: write --port PORT")]
    [InlineData("--config --port 1", "--config lacks its value: write --config FILE")]
    [InlineData("--config=", "--config lacks its value: write --config FILE")]
    [InlineData("--port 70000", "--port: '70000' cannot be right: write a number from 0 to 65535")]
    [InlineData("--port -1", "--port: '-1' cannot be right: write a number from 0 to 65535")]
    [InlineData("--cluster redis", "--cluster: 'redis' cannot be right: write HOST:PORT such as 127.0.0.1:6379")]
    [InlineData("--check-config=yes", "--check-config takes no value: write --check-config alone")]
    [InlineData("--port 1 --port=2", "--port is given twice: keep one of them")]
    public void Parse_wrong_arguments_gives_one_line_that_says_how(string arguments, string expected)
    {
        var result = CommandLineParser.Parse(arguments.Split(' '), _environment);

        (result.Options, result.Error).ShouldBe((null, expected));
    }

    [Fact]
    public void Parse_a_wrong_variable_is_named()
    {
        _environment["REALTIME_PORT"] = "http";

        CommandLineParser.Parse([], _environment).Error.ShouldBe("REALTIME_PORT: 'http' cannot be right: write a number from 0 to 65535");
    }

    [Fact]
    public void Help_names_every_option_with_its_variables()
    {
        var help = CommandLineParser.Help("realtime");

        help.ShouldContain("-c, --config FILE");
        help.ShouldContain("[REALTIME_PORT, PORT]");
        help.ShouldContain("--check-config");
    }

    private ProcessOptions Options(params string[] arguments)
    {
        var result = CommandLineParser.Parse(arguments, _environment);
        result.Error.ShouldBeNull();
        return result.Options.ShouldNotBeNull();
    }
}
