using Karton.Tests.Servers;

namespace Karton.Servers.Tests;

public sealed class S3BucketTests
{
    [ServersFact]
    public async Task A_bucket_is_gone_at_the_end_with_its_objects()
    {
        var bucket = await S3Bucket.CreateAsync();
        await bucket.PutObjectAsync("b/c", "two"u8.ToArray());
        await bucket.PutObjectAsync("a", "one"u8.ToArray());

        var objects = await bucket.ListObjectsAsync();
        var uploads = await bucket.CountIncompleteUploadsAsync();
        var there = await Exists(bucket.Name);
        await bucket.DisposeAsync();

        Assert.Equal(["a", "b/c"], objects);
        Assert.Equal(0, uploads);
        Assert.True(there);
        Assert.False(await Exists(bucket.Name));
    }

    [ServersFact]
    public async Task A_reserved_bucket_does_not_exist()
    {
        await using var bucket = S3Bucket.Reserve();

        Assert.False(await bucket.ExistsAsync());
    }

    // Without a signature the gateway tells a bucket that is another's (403) from one that is nobody's (404).
    private static async Task<bool> Exists(string bucket)
    {
        using var client = new HttpClient();
        var address = new Uri(new Uri(TestServers.Setting("KARTON__S3__ENDPOINT")), bucket);
        using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
        return response.StatusCode != System.Net.HttpStatusCode.NotFound;
    }
}
