using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Testing;
using Karton.Services.Classifier.Tests.Samples;

namespace Karton.Services.Classifier.Tests;

public sealed class ClassifierConsumerTests : IAsyncDisposable
{
    private static readonly DataMap RawSample = new() { ["type"] = "sample", ["kind"] = "raw" };

    private readonly KartonTestKit _kit = KartonTestKit.For<ClassifierConsumer>(ClassifierRegistration.AddParts);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _kit.DisposeAsync();

    [Fact]
    public async Task A_known_sample_is_published_as_recognized()
    {
        var sample = await _kit.Resources.FromBytesAsync("a.bin", Programs.Pe(is64: true, isDll: true), Cancellation);

        var child = await ClassifyAsync(new DataMap { ["sample"] = sample });

        Assert.Equal("sample", child.Headers.GetString("type"));
        Assert.Equal("recognized", child.Headers.GetString("stage"));
        Assert.Equal("runnable", child.Headers.GetString("kind"));
        Assert.Equal("win64", child.Headers.GetString("platform"));
        Assert.Equal("dll", child.Headers.GetString("extension"));
        Assert.Equal("high", child.Headers.GetString("quality"));
        Assert.NotNull(child.Headers.GetString("mime"));
        Assert.StartsWith("PE32+ executable", child.Payload.GetString("magic"), StringComparison.Ordinal);
        Assert.Equal(DataValue.List(["runnable:win64:dll"]), child.Payload["tags"]);
    }

    [Fact]
    public async Task What_is_not_known_has_no_header()
    {
        var sample = await _kit.Resources.FromBytesAsync("a", Archives.Zip("a"), Cancellation);

        var child = await ClassifyAsync(new DataMap { ["sample"] = sample });

        Assert.Equal("zip", child.Headers.GetString("extension"));
        Assert.False(child.Headers.ContainsKey("platform"));
    }

    [Fact]
    public async Task An_unknown_sample_is_published_as_unrecognized_with_its_tags_as_they_were()
    {
        var sample = await _kit.Resources.FromBytesAsync("a", new byte[] { 0x90, 1, 2, 0xEE, 0 }, Cancellation);

        var child = await ClassifyAsync(new DataMap { ["sample"] = sample, ["tags"] = DataValue.List(["feed"]) });

        Assert.Equal("unrecognized", child.Headers.GetString("stage"));
        Assert.Equal("unknown", child.Headers.GetString("kind"));
        Assert.Equal("high", child.Headers.GetString("quality"));
        Assert.False(child.Headers.ContainsKey("mime"));
        Assert.Equal(DataValue.List(["feed"]), child.Payload["tags"]);
        Assert.Equal("data", child.Payload.GetString("magic"));
    }

    [Fact]
    public async Task An_empty_sample_is_unrecognized()
    {
        var sample = await _kit.Resources.FromBytesAsync("empty.js", Array.Empty<byte>(), Cancellation);

        var child = await ClassifyAsync(new DataMap { ["sample"] = sample });

        Assert.Equal("unrecognized", child.Headers.GetString("stage"));
        Assert.Equal("empty", child.Payload.GetString("magic"));
    }

    [Fact]
    public async Task The_payload_goes_on_and_the_tag_stands_before_the_others()
    {
        var sample = await _kit.Resources.FromBytesAsync("a", Archives.Gzip(), Cancellation);

        var child = await ClassifyAsync(new DataMap
        {
            ["sample"] = sample,
            ["tags"] = DataValue.List(["feed", "daily"]),
            ["attributes"] = new DataMap { ["password"] = DataValue.List(["secret"]) },
            ["extraction_level"] = 3,
        });

        Assert.Equal(DataValue.List(["archive:gz", "feed", "daily"]), child.Payload["tags"]);
        Assert.Equal(3, child.Payload["extraction_level"].AsInt64());
        Assert.Equal(DataValue.List(["secret"]), child.Payload["attributes"].AsMap()!["password"]);
    }

    [Fact]
    public async Task The_hash_is_put_into_the_metadata_of_the_sample()
    {
        var sample = await _kit.Resources.FromBytesAsync("a", Archives.Gzip(), Cancellation);
        var described = sample with { Metadata = new DataMap { ["source"] = "feed" } };

        var child = await ClassifyAsync(new DataMap { ["sample"] = described });

        Assert.Equal(
            new DataMap { ["source"] = "feed", ["sha256"] = sample.Sha256 },
            child.Payload.GetResource("sample")!.Metadata);
    }

    [Theory]
    [InlineData("\"low\"")]
    [InlineData("{\"of\": 5}")]
    public async Task The_quality_is_passed_on_as_it_is(string json)
    {
        var quality = DataValue.Parse(json);
        var sample = await _kit.Resources.FromBytesAsync("a", Archives.Gzip(), Cancellation);

        var child = await ClassifyAsync(
            new DataMap { ["sample"] = sample }, new DataMap(RawSample) { ["quality"] = quality });

        Assert.Equal(quality, child.Headers["quality"]);
    }

    [Fact]
    public async Task Of_a_large_sample_the_end_counts_too()
    {
        var sample = await _kit.Resources.FromBytesAsync("a", Programs.DiskImage(3 << 20), Cancellation);

        var child = await ClassifyAsync(new DataMap { ["sample"] = sample });

        Assert.Equal(DataValue.List(["runnable:macos:dmg"]), child.Payload["tags"]);
    }

    [Theory]
    [InlineData("../../etc/a.js")]
    [InlineData("\u202Etxt.js")]
    [InlineData("{Name}\u001B[31m\r\n[red].js")]
    public async Task A_hostile_name_does_no_harm(string name)
    {
        var sample = await _kit.Resources.FromBytesAsync(name, "go()"u8.ToArray(), Cancellation);

        var child = await ClassifyAsync(new DataMap { ["sample"] = sample });

        Assert.Equal("js", child.Headers.GetString("extension"));
        Assert.Equal(name, child.Payload.GetResource("sample")!.Name);
    }

    [Fact]
    public async Task A_task_without_a_sample_crashes_and_says_what_is_missing()
    {
        var run = await _kit.RunAsync(
            new KartonTask { Headers = RawSample, Payload = new DataMap { ["file"] = "a" } }, Cancellation);

        Assert.Equal(DeliveryStatus.Crashed, run.Status);
        Assert.Contains("no resource 'sample'; it has: file.", run.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1, run.Outcome.Attempts);
    }

    [Fact]
    public void Raw_samples_are_wanted_and_nothing_else()
    {
        Assert.Equal("karton.classifier", _kit.Service.Identity);
        Assert.True(_kit.Accepts(RawSample));
        Assert.False(_kit.Accepts(new DataMap { ["type"] = "sample" }));
        Assert.False(_kit.Accepts(new DataMap { ["type"] = "sample", ["kind"] = "runnable" }));
    }

    private async Task<KartonTask> ClassifyAsync(DataMap payload, DataMap? headers = null)
    {
        var run = await _kit.RunAsync(
            new KartonTask { Headers = headers ?? RawSample, Payload = payload }, Cancellation);
        return Assert.Single(run.EnsureFinished().Children);
    }
}
