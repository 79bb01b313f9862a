using Minio;
using Minio.DataModel.Args;

namespace Karton.Tests.Servers;

/// <summary>A bucket of one's own, deleted at the end with all that is in it.</summary>
public sealed class S3Bucket : IAsyncDisposable
{
    private readonly IMinioClient client;

    private S3Bucket(string name)
    {
        Name = name;
        var endpoint = new Uri(TestServers.Setting("KARTON__S3__ENDPOINT"));
        client = new MinioClient()
            .WithEndpoint(endpoint.Authority)
            .WithSSL(endpoint.Scheme == Uri.UriSchemeHttps)
            .WithCredentials(TestServers.Setting("KARTON__S3__ACCESSKEY"), TestServers.Setting("KARTON__S3__SECRETKEY"))
            .WithRegion("us-east-1")
            .Build();
    }

    public string Name { get; }

    /// <summary>The configuration with which a program uses this bucket.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Karton:S3:Endpoint"] = TestServers.Setting("KARTON__S3__ENDPOINT"),
        ["Karton:S3:Bucket"] = Name,
        ["Karton:S3:AccessKey"] = TestServers.Setting("KARTON__S3__ACCESSKEY"),
        ["Karton:S3:SecretKey"] = TestServers.Setting("KARTON__S3__SECRETKEY"),
    };

    public static async Task<S3Bucket> CreateAsync()
    {
        var bucket = Reserve();
        await bucket.client.MakeBucketAsync(new MakeBucketArgs().WithBucket(bucket.Name));
        return bucket;
    }

    /// <summary>A name for a bucket that does not exist yet. It is deleted at the end when somebody has made
    /// it.</summary>
    public static S3Bucket Reserve() => new(TestServers.FreshName());

    public Task<bool> ExistsAsync() => client.BucketExistsAsync(new BucketExistsArgs().WithBucket(Name));

    /// <summary>The keys of all objects, sorted.</summary>
    public async Task<IReadOnlyList<string>> ListObjectsAsync()
    {
        var keys = new List<string>();
        var all = new ListObjectsArgs().WithBucket(Name).WithRecursive(true);
        await foreach (var item in client.ListObjectsEnumAsync(all))
        {
            keys.Add(item.Key);
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    public async Task<int> CountObjectsAsync() => (await ListObjectsAsync()).Count;

    /// <summary>How many uploads in parts have been begun and neither completed nor aborted.</summary>
    public async Task<int> CountIncompleteUploadsAsync() => (await ListIncompleteUploadsAsync()).Count;

    /// <summary>Deletes one object behind the back of whoever relies on it.</summary>
    public Task DeleteObjectAsync(string key) =>
        client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(Name).WithObject(key));

    /// <summary>Puts bytes under a key, over what is there.</summary>
    public async Task PutObjectAsync(string key, ReadOnlyMemory<byte> content)
    {
        using var stream = new MemoryStream(content.ToArray());
        await client.PutObjectAsync(new PutObjectArgs().WithBucket(Name).WithObject(key)
            .WithStreamData(stream).WithObjectSize(content.Length));
    }

    /// <summary>Deletes all objects.</summary>
    public async Task EmptyAsync()
    {
        foreach (var keys in (await ListObjectsAsync()).Chunk(1000))
        {
            await client.RemoveObjectsAsync(new RemoveObjectsArgs().WithBucket(Name).WithObjects(keys));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (await ExistsAsync())
        {
            foreach (var key in await ListIncompleteUploadsAsync())
            {
                await client.RemoveIncompleteUploadAsync(
                    new RemoveIncompleteUploadArgs().WithBucket(Name).WithObject(key));
            }

            await EmptyAsync();
            await client.RemoveBucketAsync(new RemoveBucketArgs().WithBucket(Name));
        }

        client.Dispose();
    }

    private async Task<List<string>> ListIncompleteUploadsAsync()
    {
        var keys = new List<string>();
        var all = new ListIncompleteUploadsArgs().WithBucket(Name).WithRecursive(true);
        await foreach (var upload in client.ListIncompleteUploadsEnumAsync(all))
        {
            keys.Add(upload.Key);
        }

        return keys;
    }
}
