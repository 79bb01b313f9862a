using System.Diagnostics;
using System.Globalization;
using Karton.Sdk.Stores.S3;
using Minio;
using Minio.DataModel.Args;

namespace Karton.Bench.ObjectStore;

/// <summary>Sends and receives the same bytes by curl and by the store, in turn, and prints a table.</summary>
internal static class Comparison
{
    private const int Mebibyte = 1024 * 1024;
    private const string CurlKey = "bench/curl";
    private const int UrlLifetime = 3600;

    internal static async Task<int> RunAsync(int mebibytes, int rounds)
    {
        var options = Transfer.Options();
        var endpoint = new Uri(options.Endpoint);
        using var client = new MinioClient().WithEndpoint(endpoint.Authority).WithSSL(endpoint.Scheme == "https")
            .WithCredentials(options.AccessKey, options.SecretKey).WithRegion(options.Region).Build();
        using var store = new MinioMessageDataRepository(options);
        await store.ExistsAsync(new string('0', 64));
        var put = await client.PresignedPutObjectAsync(new PresignedPutObjectArgs()
            .WithBucket(options.Bucket).WithObject(CurlKey).WithExpiry(UrlLifetime));
        var get = await client.PresignedGetObjectAsync(new PresignedGetObjectArgs()
            .WithBucket(options.Bucket).WithObject(CurlKey).WithExpiry(UrlLifetime));

        var path = Path.GetTempFileName();
        Row[] rows = [new("curl, PUT"), new("store, file"), new("store, stream"), new("curl, GET"), new("store, read")];
        try
        {
            await WriteAsync(path, mebibytes);
            for (var round = 0; round < rounds; round++)
            {
                rows[0].Add(await CurlAsync(options, "-T", path, put));
                var (sent, sha256) = await RunSelfAsync("send", path);
                rows[1].Add(sent);
                rows[3].Add(await CurlAsync(options, "-o", "/dev/null", get));
                rows[4].Add((await RunSelfAsync("receive", sha256)).Sample);
                await store.DeleteAsync(sha256);
                rows[2].Add((await RunSelfAsync("send-stream", path)).Sample);
                await store.DeleteAsync(sha256);
            }
        }
        finally
        {
            File.Delete(path);
            await client.RemoveObjectAsync(
                new RemoveObjectArgs().WithBucket(options.Bucket).WithObject(CurlKey));
        }

        Console.WriteLine($"{mebibytes} MiB, {options.Endpoint}, medians of {rounds}");
        Console.WriteLine($"{"",-14} {"MB/s",6} {"of curl",8} {"peak MB",8}");
        var megabytes = mebibytes * (double)Mebibyte / 1e6;
        foreach (var row in rows)
        {
            var curl = rows[Array.IndexOf(rows, row) < 3 ? 0 : 3].Seconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name,-14} {megabytes / row.Seconds,6:0} {curl / row.Seconds,8:0.00} {row.PeakMemory,8:0}"));
        }

        return 0;
    }

    private static async Task WriteAsync(string path, int mebibytes)
    {
        await using var file = new FileStream(path, FileMode.Create);
        var block = new byte[Mebibyte];
        var random = new Random();
        for (var i = 0; i < mebibytes; i++)
        {
            random.NextBytes(block);
            await file.WriteAsync(block);
        }
    }

    private static async Task<Sample> CurlAsync(S3Options options, string option, string path, string url)
    {
        string[] trust = options.CaFile is null ? [] : ["--cacert", options.CaFile];
        var output = await RunAsync("curl", ["-sSf", "-w", "%{time_total}", .. trust, option, path, url]);
        return new Sample(double.Parse(output, CultureInfo.InvariantCulture), 0);
    }

    private static async Task<(Sample Sample, string Sha256)> RunSelfAsync(string command, string argument)
    {
        // With "dotnet THIS.dll" the process is dotnet's.
        var self = typeof(Comparison).Assembly.Location;
        var output = await RunAsync("dotnet", [self, command, argument]);
        var parts = output.Split(' ');
        return (new Sample(
            double.Parse(parts[1], CultureInfo.InvariantCulture),
            double.Parse(parts[2], CultureInfo.InvariantCulture)), parts[0]);
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private sealed record Sample(double Seconds, double PeakMemory);

    private sealed class Row(string name)
    {
        private readonly List<Sample> _samples = [];

        internal string Name => name;

        internal double Seconds => _samples.Select(sample => sample.Seconds).Order().ElementAt(_samples.Count / 2);

        internal double PeakMemory => _samples.Max(sample => sample.PeakMemory);

        internal void Add(Sample sample) => _samples.Add(sample);
    }
}
