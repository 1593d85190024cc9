using Realtime.Configuration.Reload;
using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Reload;

public sealed class ConfigStoreTests
{
    private const string Before = """
        general_settings: {master_key: sk-hidden}
        model_list:
          - {model_name: kept, litellm_params: {model: a, api_key: k}, model_info: {id: kept}}
          - {model_name: gone, litellm_params: {model: b, api_key: k}, model_info: {id: gone}}
          - {model_name: turned, litellm_params: {model: c, api_key: sk-hidden-1}, model_info: {id: turned}}
        """;

    private const string After = """
        general_settings: {master_key: sk-hidden, idle_timeout: 5m, database_connection_pool_limit: 20}
        model_list:
          - {model_name: turned, litellm_params: {model: c, api_key: sk-hidden-2}, model_info: {id: turned}}
          - {model_name: kept, litellm_params: {model: a, api_key: k}, model_info: {id: kept}}
          - {model_name: new, litellm_params: {model: d, api_key: k}, model_info: {id: new}}
        """;

    private readonly MemoryFiles _files = new();
    private readonly ListLogger<ConfigStore> _log = new();
    private readonly List<ConfigChange> _changes = [];

    [Fact]
    public void Reload_a_good_file_is_put_in_force_and_told()
    {
        var store = Store(Before);
        var held = store.Current.Models.Resolve("gone").ShouldNotBeNull().Deployments[0];

        Write(After);
        store.Reload("a test").ShouldNotBeNull().Problems.ShouldBeEmpty();

        store.Current.Models.Listed.ShouldBe(["turned", "kept", "new"]);
        held.ProviderModel.ShouldBe("b", "a running session keeps the deployment that it holds");
        var change = _changes.ShouldHaveSingleItem();
        change.Added.ShouldHaveSingleItem().Id.ShouldBe("new");
        change.Removed.ShouldHaveSingleItem().Id.ShouldBe("gone");
        change.Changed.ShouldHaveSingleItem().Id.ShouldBe("turned");
        change.ChangedKeys.ShouldBe(["general_settings.idle_timeout", "general_settings.database_connection_pool_limit"]);
        change.RestartKeys.ShouldBe(["general_settings.database_connection_pool_limit"]);
        _log.Lines.ShouldContain("Warning: Changed settings that count only after a restart: general_settings.database_connection_pool_limit");
        _log.Lines.ShouldContain(l => l.StartsWith("Information: Configuration reloaded (a test): added new (new: openai/d); removed gone", StringComparison.Ordinal));
        _log.Lines.ShouldAllBe(l => !l.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public void Reload_a_broken_file_keeps_the_old_one_and_logs_every_problem()
    {
        var store = Store(Before);
        var before = store.Current;

        Write("general_settings: {max_sessions: x, idle_timeout: y}");
        store.Reload("a test").ShouldNotBeNull().Problems.Count.ShouldBe(2);

        store.Current.ShouldBeSameAs(before);
        _changes.ShouldBeEmpty();
        _log.Lines.Count(l => l.StartsWith("Error: Configuration problem: conf/config.yaml:1: general_settings.", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void Reload_that_loses_the_master_key_is_refused()
    {
        var store = Store(Before);

        Write("model_list: []");
        store.Reload("a test").ShouldNotBeNull().Problems.ShouldHaveSingleItem().Key.ShouldBe("general_settings.master_key");

        store.Current.General.MasterKey!.Reveal().ShouldBe("sk-hidden");
    }

    [Fact]
    public void ReloadIfChanged_tells_a_broken_file_once_and_takes_the_repaired_one()
    {
        var store = Store(Before);
        store.ReloadIfChanged("look").ShouldBeFalse();

        Write("general_settings: 5");
        store.ReloadIfChanged("look").ShouldBeTrue();
        store.ReloadIfChanged("look").ShouldBeFalse();

        Write(After);
        store.ReloadIfChanged("look").ShouldBeTrue();
        store.Current.Models.Resolve("new").ShouldNotBeNull();
    }

    [Fact]
    public void ReloadIfChanged_sees_a_changed_include()
    {
        _files["conf/more.yaml"] = "litellm_settings: {num_retries: 1}";
        var store = Store("include: [more.yaml]");

        _files["conf/more.yaml"] = "litellm_settings: {num_retries: 2}";

        store.ReloadIfChanged("look").ShouldBeTrue();
        store.Current.Router.NumRetries.ShouldBe(2);
    }

    [Fact]
    public void Reload_one_listener_that_fails_does_not_keep_the_others_from_it()
    {
        var store = Store(Before);
        var heard = 0;
        store.Changed += (_, _) => throw new InvalidOperationException("a bug");
        store.Changed += (_, _) => heard++;

        Write(After);
        store.Reload("a test");

        heard.ShouldBe(1);
    }

    [Fact]
    public void Replace_puts_a_configuration_in_force_that_was_made_by_code()
    {
        var store = Store("");

        store.Replace(RealtimeConfig.ForDemo(new Uri("http://127.0.0.1:1")), "the demo model");

        store.Current.Models.Listed.ShouldBe(["demo"]);
        _changes.ShouldHaveSingleItem().Added.ShouldHaveSingleItem().Id.ShouldBe("demo");
    }

    private ConfigStore Store(string yaml)
    {
        Write(yaml);
        var source = new ConfigSource(Configs.Path, new Dictionary<string, string>()) { Files = _files };
        var store = new ConfigStore(source, source.Load(), _log);
        store.Changed += (_, e) => _changes.Add(e.Change);
        return store;
    }

    private void Write(string yaml) => _files[Configs.Path] = yaml;
}
