using System.Text;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Resources;
using Karton.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Services.Unpacker.Tests;

public sealed class UnpackerConsumerTests : IAsyncDisposable
{
    private readonly KartonTestKit _kit = MakeKit();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _kit.DisposeAsync();

    [Theory]
    [InlineData("""{"type":"sample","stage":"recognized","kind":"archive"}""", true)]
    [InlineData("""{"type":"sample","stage":"recognized","kind":"archive","executable_package":"False"}""", true)]
    [InlineData("""{"type":"sample","stage":"recognized","kind":"archive","executable_package":"True"}""", false)]
    [InlineData("""{"type":"sample","stage":"recognized","kind":"archive","extension":"zip"}""", true)]
    [InlineData("""{"type":"sample","stage":"recognized","kind":"archive","extension":"eml"}""", false)]
    [InlineData("""{"type":"sample","stage":"recognized","kind":"document"}""", false)]
    [InlineData("""{"type":"sample","kind":"archive"}""", false)]
    public void Accepts_recognized_archives(string headers, bool expected) =>
        Assert.Equal(expected, _kit.Accepts(DataMap.Parse(headers)));

    [Fact]
    public async Task Sends_each_file_as_a_raw_sample()
    {
        var task = await ArchiveAsync(new ZipBuilder().Add("a/b.exe", "MZ").Build());

        var run = (await _kit.RunAsync(task, Token)).EnsureFinished();

        var child = Assert.Single(run.Children);
        Assert.Equal("sample", child.Headers.GetString("type"));
        Assert.Equal("raw", child.Headers.GetString("kind"));
        Assert.Equal("high", child.Headers.GetString("quality"));
        Assert.False(child.Headers.ContainsKey("stage"));
        Assert.Equal("a/b.exe", child.Payload.GetResource("sample")!.Name);
        Assert.Equal("MZ"u8.ToArray(), await _kit.Resources.ReadAsync(
            child.Payload.GetResource("sample")!, cancellationToken: Token));
        Assert.Equal(task.Payload.GetResource("sample"), child.Payload.GetResource("parent"));
        Assert.Equal(1, child.Payload["extraction_level"].AsInt64());
        Assert.Empty(run.Refusals);
    }

    [Fact]
    public async Task Hands_on_the_quality_and_counts_the_levels()
    {
        var task = await ArchiveAsync(new ZipBuilder().Add("a", "x").Build(), ("extraction_level", 3L));
        task = task with { Headers = new DataMap(task.Headers) { ["quality"] = "low" } };

        var run = (await _kit.RunAsync(task, Token)).EnsureFinished();

        var child = Assert.Single(run.Children);
        Assert.Equal("low", child.Headers.GetString("quality"));
        Assert.Equal(4, child.Payload["extraction_level"].AsInt64());
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(8, 0)]
    [InlineData(100, 0)]
    public async Task Refuses_what_lies_too_deep(long level, int children)
    {
        var task = await ArchiveAsync(new ZipBuilder().Add("a", "x").Build(), ("extraction_level", level));

        var run = (await _kit.RunAsync(task, Token)).EnsureFinished();

        Assert.Equal(children, run.Children.Count);
        Assert.Equal(children == 0 ? ["depth"] : [], run.Refusals.Select(refusal => refusal.Reason));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("attributes")]
    public async Task Tries_the_passwords_of_the_task(string where)
    {
        DataValue password = where == "password"
            ? "a secret"
            : new DataMap { ["password"] = new[] { "other", "a secret" } };
        var task = await ArchiveAsync(DataFiles.Read("secret.7z"), (where, password));

        var run = (await _kit.RunAsync(task, Token)).EnsureFinished();

        Assert.Equal(4, run.Children.Count);
        Assert.Empty(run.Refusals);
    }

    [Fact]
    public async Task Says_that_no_password_opens_it()
    {
        var run = (await _kit.RunAsync(await ArchiveAsync(DataFiles.Read("secret.7z")), Token)).EnsureFinished();

        Assert.Empty(run.Children);
        var refusal = Assert.Single(run.Refusals);
        Assert.Equal("encrypted", refusal.Reason);
        Assert.Contains("4 passwords", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_repeated_contents_and_does_not_unpack_them_twice()
    {
        var inner = new ZipBuilder().Add("inside", "x").Build();
        var outer = new ZipBuilder().Stored("1.zip", inner).Stored("2.zip", inner).Add("other", "y").Build();

        var run = (await _kit.RunAsync(await ArchiveAsync(outer), Token)).EnsureFinished();
        var runs = new List<TestRun>();
        foreach (var child in run.Children.Take(2))
        {
            runs.Add((await _kit.RunAsync(Recognized(child), Token)).EnsureFinished());
        }

        Assert.Equal(3, run.Children.Count);
        Assert.Equal(
            [null, run.Children[0].Payload.GetResource("sample")!.Sha256, null],
            run.Children.Select(child => child.Payload.GetString("duplicate_of")));
        Assert.Equal([1, 0], runs.Select(child => child.Children.Count));
        Assert.Equal(["duplicate"], runs[1].Refusals.Select(refusal => refusal.Reason));
    }

    [Fact]
    public async Task Does_not_unpack_an_archive_that_holds_itself()
    {
        var archive = await _kit.Resources.FromBytesAsync("self", new ZipBuilder().Add("a", "x").Build(), Token);
        var task = Task(archive, ("duplicate_of", archive.Sha256));

        var run = (await _kit.RunAsync(task, Token)).EnsureFinished();

        Assert.Equal(["duplicate"], run.Refusals.Select(refusal => refusal.Reason));
    }

    [Fact]
    public async Task Unpacks_other_contents_in_spite_of_a_mark_that_was_handed_on()
    {
        var task = await ArchiveAsync(
            new ZipBuilder().Add("a", "x").Build(), ("duplicate_of", new string('0', 64)));

        var run = (await _kit.RunAsync(task, Token)).EnsureFinished();

        Assert.Single(run.Children);
    }

    [Fact]
    public async Task Works_through_a_bomb_of_equal_archives_in_few_tasks()
    {
        // Sixteen equal archives in each of five levels, and at the bottom a file that grows a thousandfold.
        var archive = new ZipBuilder().Add("bottom", new byte[64 << 20]).Build();
        for (var level = 0; level < 5; level++)
        {
            var next = new ZipBuilder();
            for (var i = 0; i < 16; i++)
            {
                next.Add($"lib {i:x}.zip", archive);
            }

            archive = next.Build();
        }

        var open = new Queue<KartonTask>([await ArchiveAsync(archive)]);
        var (tasks, reasons) = (0, new List<string>());
        while (open.TryDequeue(out var task))
        {
            var run = (await _kit.RunAsync(task, Token)).EnsureFinished();
            tasks++;
            reasons.AddRange(run.Refusals.Select(refusal => refusal.Reason));
            foreach (var child in run.Children)
            {
                open.Enqueue(Recognized(child));
            }
        }

        Assert.Equal(1 + (5 * 16), tasks);
        Assert.Equal(5 * 15, reasons.Count(reason => reason == "duplicate"));
        Assert.Equal(1, reasons.Count(reason => reason == "ratio"));
    }

    [Fact]
    public async Task Lists_a_hundred_refusals_and_sums_up_the_rest()
    {
        var zip = new ZipBuilder();
        for (var i = 0; i < 150; i++)
        {
            zip.Add(Encoding.ASCII.GetBytes($"{i}"), [1], new ZipFacts { Method = 97, Size = 1 });
        }

        var run = (await _kit.RunAsync(await ArchiveAsync(zip.Build()), Token)).EnsureFinished();

        Assert.Equal(101, run.Refusals.Count);
        var last = run.Refusals[^1];
        Assert.Equal(("summary", "50 further refusals are not listed."), (last.Reason, last.Message));
    }

    [Fact]
    public async Task Leaves_nothing_of_a_refused_entry_in_the_store()
    {
        var zip = new ZipBuilder().Add("bomb", new byte[64 << 20]).Build();
        var task = await ArchiveAsync(zip);

        await _kit.RunAsync(task, Token);

        var files = Directory.EnumerateFiles(StoreFolder(), "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0);
        var kept = Assert.Single(files);
        Assert.Equal(zip.Length, new FileInfo(kept).Length);
    }

    [Fact]
    public async Task Crashes_when_the_store_has_lost_the_archive()
    {
        var lost = new Resource
        {
            Name = "lost.zip",
            Sha256 = new string('a', 64),
            Size = 10_000,
            Address = new Uri("urn:sha256:" + new string('a', 64)),
        };

        var run = await _kit.RunAsync(Task(lost), Token);

        Assert.Equal(DeliveryStatus.Crashed, run.Status);
    }

    [Fact]
    public async Task Refuses_a_task_without_a_sample()
    {
        var task = (await ArchiveAsync("x"u8.ToArray())) with { Payload = DataMap.Empty };

        var run = (await _kit.RunAsync(task, Token)).EnsureFinished();

        Assert.Equal(["unsupported"], run.Refusals.Select(refusal => refusal.Reason));
    }

    [Fact]
    public async Task Reads_an_archive_from_a_store_that_cannot_seek()
    {
        await using var kit = KartonTestKit.For<UnpackerConsumer>(services =>
        {
            UnpackerRegistration.AddParts(services);
            services.AddSingleton<IResources>(_ => new ForwardResources(_kit.Resources));
        });

        var run = (await kit.RunAsync(await ArchiveAsync(DataFiles.Read("lzma2.7z")), Token)).EnsureFinished();

        Assert.Equal(4, run.Children.Count);
    }

    [Fact]
    public async Task Names_every_setting_that_makes_no_sense()
    {
        await using var kit = KartonTestKit.For<UnpackerConsumer>(services =>
        {
            UnpackerRegistration.AddParts(services);
            services.Configure<UnpackerOptions>(options =>
            {
                options.MaxDepth = 0;
                options.Timeout = TimeSpan.FromDays(1);
            });
        });

        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            async () => await kit.RunAsync(await ArchiveAsync([1]), Token));

        Assert.Contains("MaxDepth", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Timeout", failure.Message, StringComparison.Ordinal);
    }

    private static KartonTestKit MakeKit() => KartonTestKit.For<UnpackerConsumer>(UnpackerRegistration.AddParts);

    private static KartonTask Task(Resource archive, params (string Key, DataValue Value)[] payload)
    {
        var entries = payload.Select(entry => KeyValuePair.Create(entry.Key, entry.Value));
        return new KartonTask
        {
            Headers = new DataMap { ["type"] = "sample", ["stage"] = "recognized", ["kind"] = "archive" },
            Payload = new DataMap(entries) { ["sample"] = archive },
        };
    }

    /// <summary>What the classifier would make of a child that is an archive.</summary>
    private static KartonTask Recognized(KartonTask child) => new()
    {
        Headers = new DataMap(child.Headers.Without("origin", "receiver"))
        {
            ["stage"] = "recognized",
            ["kind"] = "archive",
        },
        Payload = child.Payload,
    };

    private async Task<KartonTask> ArchiveAsync(byte[] archive, params (string Key, DataValue Value)[] payload) =>
        Task(await _kit.Resources.FromBytesAsync("sample.zip", archive, Token), payload);

    private string StoreFolder() =>
        ((Sdk.Stores.FileObjectStore)_kit.Services.GetRequiredService<Sdk.Stores.IObjectStore>()).Root;
}
