using Realtime.Configuration.CommandLine;

namespace Realtime.Configuration.Tests.CommandLine;

public sealed class CheckConfigCommandTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Run_problems_are_a_line_each_and_exit_1()
    {
        Run("general_settings:\n  max_sessions: x\n  idle_timeout: y\n").ShouldBe(1);

        var lines = _output.ToString().TrimEnd().Split(Environment.NewLine);
        lines.Length.ShouldBe(2);
        lines[0].ShouldBe($"{_path}:2: general_settings.max_sessions: 'x' is not a whole number of at least 1, correct the value");
        lines[1].ShouldStartWith($"{_path}:3: general_settings.idle_timeout: ");
        _error.ToString().ShouldContain("2 problem(s)");
    }

    [Fact]
    public void Run_warnings_alone_exit_0()
    {
        Run("general_settings:\n  mastr_key: sk-1\n").ShouldBe(0);

        _output.ToString().ShouldContain($"{_path}:2: warning: general_settings.mastr_key: is not a known key, did you mean master_key?");
        _output.ToString().ShouldContain("0 deployment(s)");
    }

    public void Dispose()
    {
        File.Delete(_path);
        _output.Dispose();
        _error.Dispose();
    }

    private int Run(string yaml)
    {
        File.WriteAllText(_path, yaml);
        return CheckConfigCommand.Run(_path, new Dictionary<string, string>(), _output, _error);
    }
}
