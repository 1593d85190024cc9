using Realtime.Grains.Ledger;

namespace Realtime.Grains.Tests.Ledger;

public sealed class LedgerDirectoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ledger").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Directory_that_can_be_written_is_made_and_left_empty()
    {
        var data = Path.Combine(_directory, "not", "yet");

        LedgerDirectory.FindProblem(data).ShouldBeNull();
        LedgerDirectory.FindProblem(data).ShouldBeNull();
        Directory.GetFileSystemEntries(LedgerDirectory.In(data)).ShouldBeEmpty();
    }

    [Fact]
    public void Directory_that_cannot_be_written_is_a_problem_that_names_the_remedy()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");

        var problem = LedgerDirectory.FindProblem(file).ShouldNotBeNull();

        problem.ShouldContain(LedgerDirectory.In(file));
        problem.ShouldContain("--data");
        problem.ShouldContain("REALTIME_DATA");
    }
}
