using System.Security.Cryptography;
using System.Text;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Stores.S3;
using Microsoft.Extensions.Logging.Abstractions;

namespace Karton.Sdk.Tests.Stores.S3;

public sealed class S3FaultTests : IAsyncDisposable
{
    private const string Secret = "very-secret-key";
    private const string Close = "Connection: close\r\n";

    private static readonly byte[] Content = GeneratedStream.Bytes(10_000);
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly HostileServer _server = new();
    private readonly MinioMessageDataRepository _store;

    public S3FaultTests() => _store = new MinioMessageDataRepository(new S3Connection(
        new S3Options { Endpoint = _server.Endpoint, AccessKey = "access", SecretKey = Secret },
        NullLogger.Instance,
        TimeSpan.FromMilliseconds(1)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Goes_on_with_a_read_where_the_connection_was_cut()
    {
        _server.Answer("200 OK", $"Content-Length: 10000\r\n{Close}", Content[..3000]);
        _server.Cut();
        _server.Answer("503 Busy");
        _server.Answer(
            "206 Partial", $"Content-Length: 7000\r\nContent-Range: bytes 3000-9999/10000\r\n{Close}", Content[3000..]);

        await using var content = await _store.OpenAsync(Hash, Cancellation);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancellation);

        Assert.Equal(Content, copy.ToArray());
        Assert.Contains("Range: bytes=3000-", _server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_out_no_end_of_contents_that_are_wrong()
    {
        byte[] wrong = [.. Content];
        wrong[5000] ^= 1;
        _server.Answer("200 OK", $"Content-Length: 10000\r\n{Close}", wrong);

        await using var content = await _store.OpenAsync(Hash, Cancellation);
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(
            () => content.ReadExactlyAsync(new byte[10_000], Cancellation).AsTask());

        Assert.Contains(Hash, thrown.Message, StringComparison.Ordinal);
        Assert.False(TransientFaults.Include(thrown));
    }

    [Fact]
    public async Task Says_that_contents_were_deleted_while_they_were_read()
    {
        _server.Answer("200 OK", $"Content-Length: 10000\r\n{Close}", Content[..3000]);
        _server.Answer("404 Gone");

        await using var content = await _store.OpenAsync(Hash, Cancellation);

        await Assert.ThrowsAsync<FileNotFoundException>(() => content.CopyToAsync(Stream.Null, Cancellation));
    }

    [Theory]
    [InlineData("500 Oops")]
    [InlineData("502 Oops")]
    [InlineData("503 SlowDown")]
    [InlineData("504 Oops")]
    [InlineData("408 Late")]
    [InlineData("429 Many")]
    public async Task Stores_again_what_may_pass(string status)
    {
        _server.Answer(status);
        _server.Cut();
        _server.Answer("200 OK");

        var stored = await _store.StoreAsync(new MemoryStream(Content), Cancellation);

        Assert.Equal(Hash, stored.Sha256);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task Sends_what_is_known_once()
    {
        _server.Answer("412 There");

        var stored = await _store.StoreAsync(new MemoryStream(Content), Cancellation);

        Assert.Equal(Hash, stored.Sha256);
        Assert.Contains("If-None-Match: *", Assert.Single(_server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_without_conditions_where_the_server_knows_none()
    {
        _server.Answer("501 NotImplemented");
        _server.Answer("200 OK");
        _server.Answer("200 OK");

        await _store.StoreAsync(new MemoryStream(Content), Cancellation);
        await _store.StoreAsync(new MemoryStream(Content), Cancellation);

        Assert.Equal(
            [true, false, false],
            _server.Requests.Select(head => head.Contains("If-None-Match", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gives_up_with_a_fault_that_a_repeat_of_the_delivery_may_cure()
    {
        for (var i = 0; i < 20; i++)
        {
            _server.Answer("503 Busy");
        }

        var thrown = await Assert.ThrowsAsync<IOException>(
            () => _store.StoreAsync(new MemoryStream(Content), Cancellation));

        Assert.True(TransientFaults.Include(thrown));
        Assert.Contains(_server.Endpoint, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(6, _server.Requests.Count);
        AssertNoSecrets(thrown);
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", "Karton:S3:SecretKey")]
    [InlineData("InvalidAccessKeyId", "Karton:S3:AccessKey")]
    [InlineData("AccessDenied", "Karton:S3:AccessKey")]
    [InlineData("RequestTimeTooSkewed", "clocks")]
    [InlineData("NeverHeardOf", "bucket karton")]
    public async Task Does_not_try_again_what_is_not_allowed(string code, string setting)
    {
        var body = Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code><Message></Message></Error>");
        _server.Answer("403 Forbidden", $"Content-Length: {body.Length}\r\n{Close}", body);

        var thrown = await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => _store.OpenAsync(Hash, Cancellation));

        Assert.False(TransientFaults.Include(thrown));
        Assert.Contains(setting, thrown.Message, StringComparison.Ordinal);
        Assert.Single(_server.Requests);
        AssertNoSecrets(thrown);
    }

    private static void AssertNoSecrets(Exception thrown)
    {
        var all = thrown.ToString();
        Assert.DoesNotContain(Secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz", all, StringComparison.Ordinal);
    }
}
