using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Karton.Sdk.Servers;
using Karton.Sdk.Stores.S3;
using Karton.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Tests.Stores.S3;

public sealed class S3CheckTests
{
    private const string Wrong = "wrong-secret-key";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServersFact]
    public async Task Makes_the_bucket_and_leaves_nothing_in_it()
    {
        await using var bucket = S3Bucket.Reserve();

        var found = await CheckAsync(Options(bucket));
        var again = await CheckAsync(Options(bucket));

        Assert.Contains($"bucket {bucket.Name}", found, StringComparison.Ordinal);
        Assert.EndsWith("made just now", found, StringComparison.Ordinal);
        Assert.DoesNotContain("made", again, StringComparison.Ordinal);
        Assert.Equal(0, await bucket.CountObjectsAsync() + await bucket.CountIncompleteUploadsAsync());
    }

    [ServersTheory]
    [InlineData("secret", "Karton:S3:SecretKey is not that of Karton:S3:AccessKey")]
    [InlineData("access", "does not know the key in Karton:S3:AccessKey")]
    [InlineData("none", "Set Karton:S3:AccessKey and Karton:S3:SecretKey")]
    [InlineData("bucket", "(Karton:S3:Bucket)")]
    [InlineData("ca", "Karton:S3:CaFile")]
    [InlineData("tls", "write https:// in Karton:S3:Endpoint")]
    [InlineData("plain", "Write http:// in Karton:S3:Endpoint")]
    [InlineData("host", "The host of Karton:S3:Endpoint, http://no-such-host.invalid:9000, is unknown")]
    public async Task Says_which_setting_is_wrong(string fault, string expected)
    {
        await using var bucket = S3Bucket.Reserve();
        var options = Options(bucket);
        switch (fault)
        {
            case "secret":
                options.SecretKey = Wrong;
                break;
            case "access":
                options.AccessKey = "nobody";
                break;
            case "none":
                options.AccessKey = options.SecretKey = null;
                break;
            case "bucket":
                options.CreateBucket = false;
                break;
            case "ca":
                options.Endpoint = TestServers.Setting("KARTON_TEST_S3_TLS");
                break;
            case "tls":
                options.Endpoint = TestServers.Setting("KARTON_TEST_S3_TLS").Replace("https:", "http:", default);
                break;
            case "plain":
                options.Endpoint = options.Endpoint.Replace("http:", "https:", StringComparison.Ordinal);
                break;
            default:
                options.Endpoint = "http://no-such-host.invalid:9000";
                break;
        }

        var thrown = await AssertUnavailableAsync(options);

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
        Assert.False(thrown.MayPass);
        Assert.False(await bucket.ExistsAsync());
    }

    [Fact]
    public async Task Waits_for_a_server_that_is_not_up_yet()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var thrown = await AssertUnavailableAsync(new S3Options { Endpoint = $"http://127.0.0.1:{port}" });

        Assert.True(thrown.MayPass);
        Assert.Contains($"http://127.0.0.1:{port} (Karton:S3:Endpoint)", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task<ServerUnavailableException> AssertUnavailableAsync(S3Options options)
    {
        var began = Stopwatch.GetTimestamp();
        var thrown = await Assert.ThrowsAsync<ServerUnavailableException>(() => CheckAsync(options));

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Limit);
        Assert.DoesNotContain(Wrong, thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz", thrown.ToString(), StringComparison.Ordinal);
        return thrown;
    }

    private static Task<string> CheckAsync(S3Options options) =>
        new S3Check(new OptionsWrapper<S3Options>(options), NullLogger<S3Check>.Instance).CheckAsync(Cancellation);

    private static S3Options Options(S3Bucket bucket) => new ConfigurationBuilder()
        .AddInMemoryCollection(bucket.Settings).Build().GetSection(S3Options.Section).Get<S3Options>()!;
}
