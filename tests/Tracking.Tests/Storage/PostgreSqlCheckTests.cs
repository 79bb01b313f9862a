using System.Net;
using System.Net.Sockets;
using Karton.Sdk.Servers;
using Karton.Tests.Servers;
using Karton.Tracking.Reading;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Tests.Harness;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Tests.Storage;

public sealed class PostgreSqlCheckTests : IAsyncDisposable
{
    private readonly PostgreSqlDatabases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    [ServersFact]
    public async Task A_server_that_can_be_used_is_told_with_its_version() =>
        Assert.StartsWith("version ", await CheckAsync(await OptionsAsync()), StringComparison.Ordinal);

    [ServersFact]
    public async Task Encrypted_with_a_known_authority_it_can_be_used()
    {
        var options = await OptionsAsync();
        options.Tls = new TlsOptions { Enabled = true, CaFile = TestServers.CaFile, ServerName = "localhost" };

        await CheckAsync(options);
    }

    [ServersFact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        var options = await OptionsAsync();
        options.Tls = new TlsOptions { Enabled = true, ServerName = "localhost" };

        await RefusedAsync(options, mayPass: false, "Karton:PostgreSql:Tls:CaFile");
    }

    [ServersFact]
    public async Task A_certificate_of_another_name_is_refused()
    {
        var options = await OptionsAsync();
        options.Tls = new TlsOptions { Enabled = true, CaFile = TestServers.CaFile, ServerName = "elsewhere.test" };

        await RefusedAsync(options, mayPass: false, "elsewhere.test", "Karton:PostgreSql:Tls:ServerName");
    }

    [ServersFact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        var options = await OptionsAsync();
        options.Password = "hunter2-wrong";

        var failure = await RefusedAsync(options, mayPass: false, "Karton:PostgreSql:Password", options.Username);

        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task A_missing_password_is_told()
    {
        var options = await OptionsAsync();
        options.Password = null;

        await RefusedAsync(options, mayPass: false, "Set Karton:PostgreSql:Password");
    }

    [ServersFact]
    public async Task A_missing_database_is_named()
    {
        var options = await OptionsAsync();
        options.Database = "not-there";

        await RefusedAsync(options, mayPass: false, "'not-there'", "Karton:PostgreSql:Database");
    }

    [ServersFact]
    public async Task A_user_that_may_not_make_tables_is_told()
    {
        var database = await _databases.CreateAsync();
        var options = PostgreSqlDatabases.OptionsOf(database);
        options.Username = $"guest_{database.Name.Replace('-', '_')}";
        options.Password = "guest-password";
        await database.RunAsync($"CREATE USER {options.Username} PASSWORD '{options.Password}'");
        try
        {
            await RefusedAsync(options, mayPass: false, "Grant CREATE", options.Username);
        }
        finally
        {
            await database.RunAsync($"DROP USER {options.Username}");
        }
    }

    [ServersFact]
    public async Task A_read_only_database_is_told()
    {
        var database = await _databases.CreateAsync();
        await database.SetReadOnlyAsync(true);

        await RefusedAsync(PostgreSqlDatabases.OptionsOf(database), mayPass: false, "read-only");
    }

    [Fact]
    public async Task A_server_that_does_not_listen_may_come_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        await RefusedAsync(
            new PostgreSqlOptions { Host = "127.0.0.1", Port = port },
            mayPass: true,
            $"{port}",
            "Karton:PostgreSql:Port");
    }

    [Fact]
    public Task A_host_that_there_is_not_is_named() => RefusedAsync(
        new PostgreSqlOptions { Host = "no-such-host.invalid" }, mayPass: false, "no-such-host.invalid");

    [Fact]
    public async Task A_server_without_tls_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(Token);
                var stream = client.GetStream();
                await stream.ReadExactlyAsync(new byte[8], Token);
                await stream.WriteAsync("N"u8.ToArray(), Token);
            },
            Token);

        await RefusedAsync(
            new PostgreSqlOptions
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)listener.LocalEndpoint).Port,
                Tls = new TlsOptions { Enabled = true },
            },
            mayPass: false,
            "Karton:PostgreSql:Tls:Enabled");
        await answering;
    }

    [ServersFact]
    public async Task A_reader_of_a_database_without_a_ledger_is_told_how_to_start_one()
    {
        var options = await OptionsAsync();

        var failure = await Assert.ThrowsAsync<ServerUnavailableException>(
            () => LedgerReader.OpenAsync(options, Token));

        Assert.Contains("karton run tracking", failure.Message, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task A_reader_reads_what_another_process_has_written()
    {
        var options = await OptionsAsync();
        await using var ledger = await LedgerUnderTest.OpenAsync(new PostgreSqlLedgerStore(options));
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());

        await using var reader = await LedgerReader.OpenAsync(options, Token);

        Assert.Equal(root.AnalysisId, (await reader.Analyses.ListAsync(1, Token))[0].AnalysisId);
    }

    [Fact]
    public void Every_fault_of_the_settings_is_named()
    {
        var result = new PostgreSqlOptionsValidator().Validate(null, new PostgreSqlOptions
        {
            Host = "",
            Port = 0,
            Database = " ",
            Username = "",
            Tls = new TlsOptions { CaFile = "/not/there.pem", KeyFile = "/not/there.key" },
        });

        Assert.Equal(8, result.Failures!.Count());
    }

    private async Task<PostgreSqlOptions> OptionsAsync() =>
        PostgreSqlDatabases.OptionsOf(await _databases.CreateAsync());

    private static Task<string> CheckAsync(PostgreSqlOptions options) =>
        new PostgreSqlCheck(Options.Create(options)).CheckAsync(Token);

    private static async Task<ServerUnavailableException> RefusedAsync(
        PostgreSqlOptions options, bool mayPass, params string[] words)
    {
        var failure = await Assert.ThrowsAsync<ServerUnavailableException>(() => CheckAsync(options));
        Assert.Equal(mayPass, failure.MayPass);
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        return failure;
    }
}
