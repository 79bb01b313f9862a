using System.Diagnostics;
using System.Globalization;
using Karton.Sdk.Stores.S3;
using Microsoft.Extensions.Configuration;

namespace Karton.Bench.ObjectStore;

/// <summary>One transfer in a process of its own, which tells its hash, its seconds and its peak of memory.</summary>
internal static class Transfer
{
    internal static S3Options Options()
    {
        var options = new S3Options();
        new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection(S3Options.Section).Bind(options);
        return options;
    }

    internal static async Task<int> SendAsync(string path, bool isSeekable)
    {
        using var store = new MinioMessageDataRepository(Options());
        await store.ExistsAsync(new string('0', 64));
        await using var file = new FileStream(path, new FileStreamOptions { BufferSize = 0 });
        var began = Stopwatch.GetTimestamp();
        var stored = await store.StoreAsync(isSeekable ? file : new OneWay(file));
        Report(stored.Sha256, Stopwatch.GetElapsedTime(began));
        return 0;
    }

    internal static async Task<int> ReceiveAsync(string sha256)
    {
        using var store = new MinioMessageDataRepository(Options());
        await store.ExistsAsync(new string('0', 64));
        var began = Stopwatch.GetTimestamp();
        await using (var content = await store.OpenAsync(sha256))
        {
            await content.CopyToAsync(Stream.Null, 256 * 1024);
        }

        Report(sha256, Stopwatch.GetElapsedTime(began));
        return 0;
    }

    private static void Report(string sha256, TimeSpan elapsed) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{sha256} {elapsed.TotalSeconds:0.000} {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0}"));
}
