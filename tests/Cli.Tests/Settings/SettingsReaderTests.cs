using Karton.Sdk;

namespace Karton.Cli.Tests.Settings;

public sealed class SettingsReaderTests : IDisposable
{
    private const string Secret = "hunter2-hunter2";

    private readonly TemporaryFolder _folder = new();
    private readonly CliRun _run;

    public SettingsReaderTests()
    {
        _run = new CliRun { SystemSettings = _folder.At("etc.json") };
        _run.Variables["XDG_CONFIG_HOME"] = _folder.At("config");
        _run.Engine.Stopped.SetResult();
    }

    public void Dispose()
    {
        _run.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Later_sources_win()
    {
        _folder.File("etc.json", Json("1", "1", "1", "1", "1"));
        _folder.File("config/karton/karton.json", Json("2", "2", "2", "2"));
        var named = _folder.File("named.json", Json("3", "3", "3"));
        _run.Variables["KARTON__POSTGRESQL__DATABASE"] = "4";
        _run.Variables["karton__postgresql__host"] = "4";

        var values = await ReadAsync("--config", named, "--set", "PostgreSql:Host=5");

        Assert.Equal("5", values["Karton:PostgreSql:Host"]);
        Assert.Equal("4", values["Karton:PostgreSql:Database"]);
        Assert.Equal("3", values["Karton:PostgreSql:Username"]);
        Assert.Equal("bucket2", values["Karton:S3:Bucket"]);
        Assert.Equal("1", values["Karton:S3:Region"]);
    }

    [Fact]
    public async Task A_list_replaces_a_list_and_null_takes_back()
    {
        _folder.File(
            "etc.json", """{"Karton":{"RabbitMq":{"Hosts":["a","b","c"]},"S3":{"Region":"x","Bucket":"y"}}}""");
        _folder.File("config/karton/karton.json", """{"Karton":{"RabbitMq":{"Hosts":["d"]},"S3":{"Region":null}}}""");

        var values = await ReadAsync();

        Assert.Equal("d", values["Karton:RabbitMq:Hosts:0"]);
        Assert.DoesNotContain("Karton:RabbitMq:Hosts:1", values.Keys);
        Assert.DoesNotContain("Karton:S3:Region", values.Keys);
        Assert.Equal("y", values["Karton:S3:Bucket"]);
    }

    [Fact]
    public async Task Null_takes_back_a_list()
    {
        _folder.File("etc.json", """{"Karton":{"RabbitMq":{"Hosts":["a","b"]}}}""");
        var named = _folder.File("named.json", """{"Karton":{"RabbitMq":{"Hosts":null}}}""");

        Assert.Empty(await ReadAsync("--config", named));
    }

    [Fact]
    public async Task The_variable_names_a_file_and_the_option_wins_over_it()
    {
        _run.Variables["KARTON_CONFIG"] = _folder.File("one.json", """{"Karton":{"S3":{"Bucket":"one"}}}""");
        var two = _folder.File("two.json", """{"Karton":{"S3":{"Bucket":"two"}}}""");

        Assert.Equal("one", (await ReadAsync())["Karton:S3:Bucket"]);
        Assert.Equal("two", (await ReadAsync("--config", two))["Karton:S3:Bucket"]);
    }

    [Fact]
    public async Task Variables_with_one_underscore_are_no_settings()
    {
        _run.Variables["KARTON_DATA"] = "/data";
        _run.Variables["KARTON_TEST_SERVICES"] = "x";
        _run.Variables["KARTON_ACCEPT"] = "1";

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Every_fault_is_a_line_that_names_where_it_stands()
    {
        var file = _folder.File(
            "named.json", "{\n \"Karton\": {\n  \"RabbitMq\": { \"Host\": \"x\" },\n  \"Debug\": \"maybe\"\n }\n}");
        _run.Variables["KARTON__UNPACKER__TIMEOUT"] = "30";

        var lines = await FailAsync(
            "--config", file, "--set", "Engine=both", "--set", "MaxDepth=x", "--set", "Unpacker:MaxDepth=99");

        Assert.Equal(
            [
                $"karton: Karton:Debug is 'maybe' ({file}, line 4); it must be true or false.",
                "karton: Karton:Engine is 'both' (--set); it must be embedded or distributed.",
                "karton: Karton:MaxDepth is 'x' (--set); it must be a whole number.",
                $"karton: There is no setting Karton:RabbitMq:Host ({file}, line 3). Is Karton:RabbitMq:Hosts meant?",
                "karton: KARTON__UNPACKER__TIMEOUT",
                "karton: Karton:Unpacker:MaxDepth is '99' (--set); it must be 1 to 32.",
            ],
            lines.Select(line => line.Contains("Karton:Unpacker:Timeout is '30' (KARTON__UNPACKER__TIMEOUT)",
                StringComparison.Ordinal) ? "karton: KARTON__UNPACKER__TIMEOUT" : line));
    }

    [Theory]
    [InlineData("{\n\"Karton\": {\n\"MaxDepth\": 1,,\n}}", "line 3")]
    [InlineData("{\n\"Karton\": {\n\"RabbitMq\": { \"Password\": t" + Secret + " }}}", "line 3")]
    [InlineData("[]", "no JSON object")]
    [InlineData("", "line 1")]
    [InlineData("{\"RabbitMq\": {}}", "no section \"Karton\"")]
    [InlineData("{\"Karton\": {\n\"MaxDepth\": 1,\n\"maxdepth\": 2}}", "line 3")]
    public async Task A_file_that_is_wrong_is_named_with_the_line(string content, string told)
    {
        var file = _folder.File("named.json", content);

        var line = Assert.Single(await FailAsync("--config", file));

        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_file_must_be_there()
    {
        Assert.Equal(
            ["karton: There is no file '/nonexistent/x.json', which --config names."],
            await FailAsync("--config", "/nonexistent/x.json"));
    }

    [Fact]
    public async Task A_secret_is_in_no_message()
    {
        _run.Variables["KARTON__RABBITMQ__PASSWORDS"] = Secret;

        var lines = await FailAsync(
            "--set", $"S3:SecretKey={Secret}", "--set", $"PostgreSql:Pasword={Secret}", "--set", "MaxDepth=x");

        Assert.DoesNotContain("hunter", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("Is Karton:PostgreSql:Password meant?", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Is Karton:RabbitMq:Password meant?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_set_without_a_value_does_not_show_what_was_typed()
    {
        Assert.Equal(1, await _run.RunAsync("up", "--set", Secret));

        Assert.Contains("--set wants KEY=VALUE", _run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0b110_100_100, true)]
    [InlineData(0b110_100_000, true)]
    [InlineData(0b110_000_000, false)]
    public async Task A_file_with_a_secret_that_others_can_read_is_warned_of(int mode, bool isWarned)
    {
        var file = _folder.File("named.json", $$$$"""{"Karton":{"RabbitMq":{"Password":"{{{{Secret}}}}"}}}""");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)mode);
        }

        await ReadAsync("--config", file);

        Assert.Equal(isWarned, _run.Error.Contains($"chmod 600 {file}", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_embedded_engine_does_not_mind_the_files_of_servers()
    {
        await ReadAsync("--set", "S3:CaFile=/nonexistent/ca.pem");

        Assert.Equal(KartonEngine.Embedded, Assert.Single(_run.Engine.Started).Kind);
    }

    private static string Json(
        string host, string database, string user, string? bucket = null, string? region = null) =>
        $$$"""
        {
          // Comments and commas at the end are allowed.
          "Karton": {
            "PostgreSql": { "Host": "{{{host}}}", "Database": "{{{database}}}", "Username": "{{{user}}}" },
            "S3": {
              {{{(bucket is null ? "" : $"\"Bucket\": \"bucket{bucket}\",")}}}
              {{{(region is null ? "" : $"\"Region\": \"{region}\",")}}}
            },
          },
          "Else": 1,
        }
        """;

    private async Task<IReadOnlyDictionary<string, string?>> ReadAsync(params string[] arguments)
    {
        Assert.Equal(0, await _run.RunAsync(["up", "--engine", "embedded", "--data", "/data", .. arguments]));
        return _run.Engine.Started[^1].Settings.Values;
    }

    private async Task<string[]> FailAsync(params string[] arguments)
    {
        Assert.Equal(1, await _run.RunAsync(["up", "--data", "/data", .. arguments]));
        Assert.Empty(_run.Engine.Started);
        return _run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
