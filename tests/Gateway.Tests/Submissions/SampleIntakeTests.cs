using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Gateway.Submissions;
using Karton.Sdk;
using Karton.Sdk.Resources;
using Karton.Sdk.Stores;
using Karton.Sdk.Submission;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Gateway.Tests.Submissions;

public sealed class SampleIntakeTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("karton-tests-");
    private readonly RecordingAnalyses _analyses = new();
    private readonly ServiceProvider _provider;

    public SampleIntakeTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Noon));
        services.AddSingleton<IObjectStore>(new FileObjectStore(_folder.FullName));
        services.AddKarton(_ => { });
        services.AddSingleton<IAnalysisClient>(_analyses);
        services.AddGateway();
        _provider = services.BuildServiceProvider();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ISampleIntake Intake => _provider.GetRequiredService<ISampleIntake>();

    private IResources Resources => _provider.GetRequiredService<IResources>();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_sample_becomes_a_raw_root_task_with_its_contents()
    {
        var content = Enumerable.Repeat((byte)7, Resource.MaxInlineSize + 1).ToArray();

        var analysisId = await Intake.SubmitAsync(
            new SampleSubmission { Name = "../a\0b" }, new MemoryStream(content), Token);

        var root = Assert.Single(_analyses.Roots);
        Assert.Equal(root.AnalysisId, analysisId);
        Assert.Equal(new DataMap { ["type"] = "sample", ["kind"] = "raw" }, root.Headers);
        Assert.Equal(Noon, root.Created);
        var sample = root.Payload.GetResource("sample")!;
        Assert.Equal("../a\0b", sample.Name);
        Assert.Equal(content, await Resources.ReadAsync(sample, cancellationToken: Token));
    }

    [Fact]
    public async Task What_is_said_about_a_sample_goes_into_its_task()
    {
        var submission = new SampleSubmission
        {
            Name = "a",
            Headers = new DataMap { ["kind"] = "runnable", ["quality"] = "low" },
            Passwords = ["one", "two"],
            Priority = TaskPriority.High,
            Deadline = Noon.AddHours(1),
        };

        await Intake.SubmitAsync(submission, new MemoryStream([1]), Token);

        var root = Assert.Single(_analyses.Roots);
        Assert.Equal(
            new DataMap { ["type"] = "sample", ["kind"] = "runnable", ["quality"] = "low" }, root.Headers);
        Assert.Equal(
            new DataMap { ["attributes"] = new DataMap { ["password"] = DataValue.List(["one", "two"]) } },
            root.PersistentPayload);
        Assert.Equal((TaskPriority.High, Noon.AddHours(1)), (root.Priority, root.Deadline));
    }

    [Fact]
    public async Task Contents_that_are_stored_already_get_the_name_of_the_submission()
    {
        var stored = await Resources.FromBytesAsync("stored", new byte[] { 1 }, Token);

        await Intake.SubmitAsync(new SampleSubmission { Name = "given" }, stored, Token);

        Assert.Equal(
            stored with { Name = "given" }, Assert.Single(_analyses.Roots).Payload.GetResource("sample"));
    }

    [Fact]
    public async Task Contents_that_cannot_be_read_start_no_analysis()
    {
        var closed = new MemoryStream();
        await closed.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => Intake.SubmitAsync(new SampleSubmission { Name = "a" }, closed, Token));

        Assert.Empty(_analyses.Roots);
    }
}
