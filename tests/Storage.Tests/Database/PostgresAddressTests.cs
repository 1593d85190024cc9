using Npgsql;
using Realtime.Configuration;
using Realtime.Storage.Database;
using Realtime.Storage.Database.Postgres;

namespace Realtime.Storage.Tests.Database;

public sealed class PostgresAddressTests
{
    [Fact]
    public void Url_of_LiteLLM_is_read()
    {
        var address = Parse("postgresql://llm%40proxy:p%40ss%2Fword@db.example:6543/litellm?sslmode=require&connection_limit=7&pool_timeout=9&schema=gateway&pgbouncer=true");

        address.Host.ShouldBe("db.example");
        address.Port.ShouldBe(6543);
        address.Username.ShouldBe("llm@proxy");
        address.Password.ShouldBe("p@ss/word");
        address.Database.ShouldBe("litellm");
        address.SslMode.ShouldBe(SslMode.Require);
        address.MaxPoolSize.ShouldBe(7);
        address.Timeout.ShouldBe(9);
        address.SearchPath.ShouldBe("gateway");
    }

    [Fact]
    public void Settings_count_where_the_address_says_nothing()
    {
        var address = Parse("postgres://u@h/d");
        address.Port.ShouldBe(5432);
        address.MaxPoolSize.ShouldBe(3);
        address.Timeout.ShouldBe(4);
    }

    [Fact]
    public void Form_of_the_driver_is_read() => Parse("Host=h;Database=d;Username=u;Password=p").Host.ShouldBe("h");

    [Theory]
    [InlineData("mysql://u:hidden@h/d", "no address of PostgreSQL")]
    [InlineData("postgresql://u:hidden@h", "no database")]
    [InlineData("postgresql://u:hid#den@h/d", "database_url")]
    [InlineData("postgresql://u:hidden@h/d?sslmod=require", "sslmod")]
    [InlineData("postgresql://u:hidden@h/d?connection_limit=many", "connection_limit")]
    [InlineData("Host=h;Pasword=hidden", "cannot be read")]
    public void Wrong_address_is_a_problem_that_says_what_and_repeats_no_secret(string url, string part)
    {
        PostgresAddress.Parse(url, GeneralSettings.Default, out var problem).ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(part);
        problem.ShouldNotContain("hidden");
    }

    [Fact]
    public void File_that_cannot_be_written_is_a_problem_that_names_it()
    {
        DatabaseTarget.Sqlite("/proc/nowhere/realtime.db").FindProblem().ShouldNotBeNull().ShouldContain("--data");
        DatabaseTarget.None.FindProblem().ShouldBeNull();
    }

    private static NpgsqlConnectionStringBuilder Parse(string url)
    {
        var general = new GeneralSettings { DatabaseConnectionPoolLimit = 3, DatabaseConnectionTimeout = TimeSpan.FromSeconds(4) };
        var text = PostgresAddress.Parse(url, general, out var problem);
        problem.ShouldBeNull();
        return new NpgsqlConnectionStringBuilder(text);
    }
}
