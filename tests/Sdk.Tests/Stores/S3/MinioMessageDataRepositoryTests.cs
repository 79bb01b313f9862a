using System.Security.Cryptography;
using Karton.Sdk.Stores;
using Karton.Sdk.Stores.S3;
using Karton.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Karton.Sdk.Tests.Stores.S3;

[Collection(RunsAlone.Name)]
public sealed class MinioMessageDataRepositoryTests : ObjectStoreCompliance, IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;

    private S3Bucket? _bucket;
    private MinioMessageDataRepository? _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override IObjectStore Store => _store!;

    // Three parts of a stream and what comes with them.
    protected override long MostMemory => 56 * Mebibyte;

    public async ValueTask InitializeAsync()
    {
        // The tests of the suite are inherited, so no attribute of theirs can say what they need.
        Assert.SkipUnless(TestServers.AreUp, "No servers: scripts/services up && . \"$(scripts/services env)\"");
        _bucket = await S3Bucket.CreateAsync();
        _store = new MinioMessageDataRepository(Options());
    }

    public async ValueTask DisposeAsync()
    {
        _store?.Dispose();
        if (_bucket is not null)
        {
            await _bucket.DisposeAsync();
        }
    }

    [Fact]
    public async Task Lays_contents_under_their_hash()
    {
        var stored = await Store.StoreAsync(new GeneratedStream(100), Cancellation);

        Assert.Equal([$"sha256/{stored.Sha256[..2]}/{stored.Sha256[2..]}"], await _bucket!.ListObjectsAsync());
    }

    [Theory]
    [InlineData(Mebibyte)]
    [InlineData(200 * Mebibyte)]
    public async Task Takes_a_file_from_its_position_on(int size)
    {
        await using var file = NewFile(size);
        file.Position = 5;
        var expected = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, Cancellation));
        file.Position = 5;

        var stored = await Store.StoreAsync(file, Cancellation);

        Assert.Equal(expected, stored.Sha256);
        Assert.Equal(size - 5, stored.Size);
        Assert.Equal(size, file.Position);
        await using var content = await Store.OpenAsync(stored.Sha256, Cancellation);
        Assert.Equal(expected, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Cancellation)));
    }

    [Fact]
    public async Task Says_that_an_object_is_damaged()
    {
        var stored = await Store.StoreAsync(new GeneratedStream(100), Cancellation);
        await _bucket!.PutObjectAsync(ContentKey.Of(stored.Sha256), new byte[100]);

        await using var content = await Store.OpenAsync(stored.Sha256, Cancellation);
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(
            () => content.CopyToAsync(Stream.Null, Cancellation));

        Assert.Contains(stored.Sha256, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("is damaged", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_the_bucket_from_many_processes_at_once()
    {
        await using var bucket = S3Bucket.Reserve();
        var stores = Enumerable.Range(0, 8).Select(_ => new MinioMessageDataRepository(Options(bucket))).ToList();

        var stored = await Task.WhenAll(stores.Select(store => Task.Run(
            () => store.StoreAsync(new GeneratedStream(100), Cancellation))));

        Assert.Single(stored.Distinct());
        Assert.Equal(1, await bucket.CountObjectsAsync());
        stores.ForEach(store => store.Dispose());
    }

    [Fact]
    public async Task Says_that_the_bucket_is_missing()
    {
        await using var bucket = S3Bucket.Reserve();
        var options = Options(bucket);
        options.CreateBucket = false;
        using var store = new MinioMessageDataRepository(options);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => store.StoreAsync(new GeneratedStream(100), Cancellation));

        Assert.Contains($"no bucket {bucket.Name} (Karton:S3:Bucket)", thrown.Message, StringComparison.Ordinal);
        Assert.False(await bucket.ExistsAsync());
    }

    [Fact]
    public async Task Works_over_tls_with_an_authority_of_its_own()
    {
        var options = Options();
        options.Endpoint = TestServers.Setting("KARTON_TEST_S3_TLS");
        options.CaFile = TestServers.CaFile;
        using var store = new MinioMessageDataRepository(options);

        var stored = await store.StoreAsync(new GeneratedStream(3 * Mebibyte), Cancellation);

        Assert.True(await Store.ExistsAsync(stored.Sha256, Cancellation));
    }

    [Fact]
    public async Task Adds_its_rules_for_what_is_left_once_beside_the_rules_of_others()
    {
        using var connection = new S3Connection(Options(), NullLogger.Instance);
        const string theirs = "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>"
            + "<ID>theirs</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status>"
            + "<Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>";
        using (await PutRulesAsync(connection, theirs))
        {
        }

        for (var start = 0; start < 2; start++)
        {
            using var bucket = new BucketSetup(connection);
            await bucket.MakeReadyAsync(Cancellation);
        }

        using var response = await connection.SendAsync(HttpMethod.Get, "", "lifecycle", null, Cancellation);
        var rules = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("<ID>theirs</ID>", rules, StringComparison.Ordinal);
        Assert.Contains("<Days>3</Days>", rules, StringComparison.Ordinal);
        Assert.Equal(2, rules.Split("karton-aborted-uploads").Length);
        Assert.Equal(2, rules.Split("karton-incoming").Length);
        Assert.Contains("<Days>1</Days>", rules, StringComparison.Ordinal);
        Assert.Contains("<DaysAfterInitiation>7</DaysAfterInitiation>", rules, StringComparison.Ordinal);
    }

    protected override async Task<int> CountAsync() =>
        await _bucket!.CountObjectsAsync() + await _bucket.CountIncompleteUploadsAsync();

    private static Task<HttpResponseMessage> PutRulesAsync(S3Connection connection, string rules)
    {
        var content = new StringContent(rules);
#pragma warning disable CA5351 // S3 wants it; it protects nothing.
        content.Headers.ContentMD5 = MD5.HashData(System.Text.Encoding.UTF8.GetBytes(rules));
#pragma warning restore CA5351
        return connection.SendAsync(HttpMethod.Put, "", "lifecycle", content, Cancellation);
    }

    private static FileStream NewFile(int size)
    {
        var file = new FileStream(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.Read,
            bufferSize: 4096,
            FileOptions.DeleteOnClose);
        new GeneratedStream(size).CopyTo(file);
        return file;
    }

    private S3Options Options() => Options(_bucket!);

    private static S3Options Options(S3Bucket bucket) => new ConfigurationBuilder()
        .AddInMemoryCollection(bucket.Settings).Build().GetSection(S3Options.Section).Get<S3Options>()!;
}
