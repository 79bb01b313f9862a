using System.Text.Json;
using System.Text.Json.Nodes;
using Karton.Cli.Configure;
using Karton.Cli.Settings;
using Karton.Tests.Servers;
using Spectre.Console.Testing;

namespace Karton.Cli.Tests.Configure;

public sealed class ConfigureTests : IDisposable
{
    private const string Secret = "hunter2-hunter2";

    private readonly TemporaryFolder _folder = new();
    private readonly TestConsole _console = new TestConsole().Interactive().Width(400);
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _tried = [];

    public ConfigureTests() => _variables["XDG_CONFIG_HOME"] = _folder.At("config");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string UserFile => _folder.At("config", "karton", "karton.json");

    public void Dispose()
    {
        _console.Dispose();
        _output.Dispose();
        _error.Dispose();
        _folder.Dispose();
    }

    [ServersFact]
    public async Task It_tries_real_servers_lets_one_correct_what_is_wrong_and_writes_the_file()
    {
        await using var virtualHost = await RabbitMqVirtualHost.CreateAsync();
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await using var bucket = await S3Bucket.CreateAsync();
        Answer("distributed");
        Answer(virtualHost.Settings["Karton:RabbitMq:Hosts:0"]!, virtualHost.Name);
        Answer(virtualHost.Settings["Karton:RabbitMq:Username"]!, Secret, "n", "classic");
        Answer("y", "", "", "", virtualHost.Settings["Karton:RabbitMq:Password"]!, "n", "");
        Answer(Of(database.Settings, "PostgreSql", "Host", "Port", "Database", "Username", "Password"));
        Answer("n");
        Answer(Of(bucket.Settings, "S3", "Endpoint", "Bucket", "AccessKey", "SecretKey"));
        Answer("", "", "", "n", "n", "y");

        var exitCode = await RunAsync(new ServerTrials(TimeProvider.System).RunAsync);

        Assert.Equal(0, exitCode);
        Assert.Contains("fault  RabbitMQ at", _console.Output, StringComparison.Ordinal);
        Assert.Contains("ok  RabbitMQ: ", _console.Output, StringComparison.Ordinal);
        Assert.Contains("ok  PostgreSQL: ", _console.Output, StringComparison.Ordinal);
        Assert.Contains("ok  S3: ", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            virtualHost.Settings["Karton:RabbitMq:Password"]!, _console.Output, StringComparison.Ordinal);
        Assert.Empty(await virtualHost.ListQueuesAsync());
        Assert.Equal(0, await RunAsync(new ServerTrials(TimeProvider.System).RunAsync, isCheck: true));
        Assert.Equal(
            3, _output.ToString().Split('\n').Count(line => line.StartsWith("ok  ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_set_is_offered_and_kept_and_the_file_is_the_users_alone()
    {
        _folder.File("config/karton/karton.json", """
            {
              "Other": { "key": [1, "two"] },
              "karton": {
                "RabbitMq:Hosts": ["mq1", "[::1]:5672"],
                "MaxDepth": 7,
                "rabbitmq": { "password": "hunter2-hunter2" }
              }
            }
            """);
        Answer("distributed", "", "/other", "", "", "n", "quorum");
        AnswerRest();

        Assert.Equal(0, await RunAsync(Fine));

        Assert.Equal(["RabbitMQ", "PostgreSQL", "S3"], _tried);
        Assert.Contains("mq1, [::1]:5672", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, _console.Output + _output + _error, StringComparison.Ordinal);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(UserFile, Token))!;
        Assert.Equal("""{"key":[1,"two"]}""", written["Other"]!.ToJsonString());
        var karton = written["karton"]!;
        Assert.Equal("distributed", (string?)karton["Engine"]);
        Assert.Equal(7, (int)karton["MaxDepth"]!);
        Assert.Equal("""["mq1","[::1]:5672"]""", karton["RabbitMq:Hosts"]!.ToJsonString());
        Assert.Equal("/other", (string?)karton["rabbitmq"]!["VirtualHost"]);
        Assert.Equal("quorum", (string?)karton["rabbitmq"]!["QueueType"]);
        Assert.Equal(Secret, (string?)karton["rabbitmq"]!["password"]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(UserFile));
        }

        Assert.Equal([UserFile], Directory.GetFiles(Path.GetDirectoryName(UserFile)!));
    }

    [Fact]
    public async Task A_list_in_one_piece_is_replaced_and_not_doubled()
    {
        var file = _folder.File("named.json", """{ "Karton": { "RabbitMq:Hosts": ["mq1"] } }""");
        Answer("distributed", "mq2, mq3", "", "", "", "n", "");
        AnswerRest();

        Assert.Equal(0, await RunAsync(Fine, file));

        Assert.Equal(
            """{"Karton":{"Engine":"distributed","RabbitMq":{"Hosts":["mq2","mq3"]}}}""",
            Sorted(await File.ReadAllTextAsync(file, Token)));
        Assert.False(File.Exists(UserFile));
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_asked_for_again()
    {
        Answer("distributed");
        Answer("mq:99999", "", "", "", "n", "");
        Answer("mq:5672", "", "", "", "n", "");
        AnswerRest();

        Assert.Equal(0, await RunAsync(Fine));

        Assert.Contains("fault  Karton:RabbitMq:Hosts:0 is 'mq:99999'", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_may_be_set_up_later()
    {
        Answer("distributed", "", "", "", "", "n", "", "n", "", "", "", "", "", "n", "n");
        Answer("", "", "", "", "", "", "", "", "n", "n", "y");

        var exitCode = await RunAsync((_, server, _) =>
            Task.FromResult<IReadOnlyList<ServerTrial>>([new ServerTrial(server!, false, "It is away.")]));

        Assert.Equal(0, exitCode);
        Assert.True(File.Exists(UserFile));
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_written()
    {
        Answer("embedded", "n", "n");

        Assert.Equal(0, await RunAsync(Fine));

        Assert.Empty(_tried);
        Assert.False(File.Exists(UserFile));
        Assert.Contains("nothing was written", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_wins_over_what_was_written_is_named()
    {
        _variables["KARTON__ENGINE"] = "distributed";
        Answer("embedded", "n", "y");

        Assert.Equal(0, await RunAsync(Fine));

        Assert.Contains("KARTON__ENGINE in the environment wins", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_it_says_so()
    {
        using var run = new CliRun();

        Assert.Equal(1, await run.RunAsync("configure"));
        Assert.Contains("no terminal", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("configure", "--check"));
        Assert.Contains("needs no server", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_of_a_server_has_a_question() =>
        Assert.DoesNotContain(
            KnownSettings.Classes.Where(options => options.IsOfServer).SelectMany(options => options.Settings),
            setting => Questions.Of(setting) == setting.Key);

    private static string[] Of(IReadOnlyDictionary<string, string?> settings, string section, params string[] names) =>
        [.. names.Select(name => settings[$"Karton:{section}:{name}"]!)];

    private static string Sorted(string json) => JsonSerializer.Serialize(
        new SortedDictionary<string, SortedDictionary<string, JsonElement>>(
            JsonSerializer.Deserialize<Dictionary<string, SortedDictionary<string, JsonElement>>>(json)!));

    private void AnswerRest() =>
        Answer("", "", "", "", "", "n", "", "", "", "", "", "", "", "", "n", "y");

    private void Answer(params string[] answers)
    {
        foreach (var answer in answers)
        {
            _console.Input.PushTextWithEnter(answer);
        }
    }

    private Task<IReadOnlyList<ServerTrial>> Fine(
        KartonSettings settings, string? server, CancellationToken cancellationToken)
    {
        _tried.Add(server!);
        return Task.FromResult<IReadOnlyList<ServerTrial>>([new ServerTrial(server!, true, "fine")]);
    }

    private Task<int> RunAsync(TryServers tryServers, string? file = null, bool isCheck = false)
    {
        var terminal = new Terminal
        {
            InputStream = Stream.Null,
            OutputStream = Stream.Null,
            Output = _output,
            Error = _error,
            IsInputTerminal = true,
            IsOutputTerminal = true,
            IsErrorTerminal = true,
            OutputConsole = _console,
            Variable = name => _variables.GetValueOrDefault(name),
            Variables = () => _variables,
            SystemSettings = "/nonexistent/karton.json",
        };
        return new ConfigureHandler(terminal, tryServers)
            .RunAsync(new SettingsRequest { ConfigFile = file }, isCheck, Token);
    }
}
