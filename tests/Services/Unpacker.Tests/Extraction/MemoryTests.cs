using System.Diagnostics;

namespace Karton.Services.Unpacker.Tests.Extraction;

/// <summary>Measures the whole process, and so runs alone.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private const long MiB = 1 << 20;

    public static TheoryData<string> Names => [.. HostileHeaders.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Takes_no_memory_because_a_header_asks_for_it(string name)
    {
        var archive = HostileHeaders.All[name];
        await Unpack.BytesAsync(archive, name);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();

        var sink = await Unpack.BytesAsync(archive, name);

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 4 * MiB);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Empty(sink.Entries);
        Assert.NotEmpty(sink.Refusals);
        Assert.All(sink.Reasons, reason => Assert.Contains(reason, (string[])["memory", "corrupt", "entries"]));
    }

    [Fact]
    public async Task Stops_31_bytes_that_would_become_gigabytes()
    {
        // A member without a directory, reduced, that declares 402,653,439 bytes and has four.
        var archive = Convert.FromHexString("504b03040a000000020000000200f7ff0500f7ff05ff200600180700000000");
        var allocated = GC.GetTotalAllocatedBytes(precise: true);

        var sink = await Unpack.BytesAsync(archive);

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 64 * MiB);
        Assert.InRange(sink.LargestEntry, 0, 17 * MiB);
        Assert.Empty(sink.Entries);
        Assert.NotEmpty(sink.Refusals);
    }
}

[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestGroup;
