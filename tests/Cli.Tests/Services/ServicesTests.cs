using System.Text;
using Karton.Tracking.Reading;
using Karton.Tracking.Services;

namespace Karton.Cli.Tests.Services;

public sealed class ServicesTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Each_service_is_shown_with_its_instances_and_what_they_work_on()
    {
        AddTwo();

        Assert.Equal(0, await ServicesAsync());

        Assert.Equal(
            """
            example.gone  removed, no queue, 1 open, the oldest for 6.0 s
            karton.unpacker 1.0.0  1 instance alive, 1 silent, 12 queued, 13 open
              host-1 1.0.0  alive, heard 2.0 s ago, 1 of 2 in work
                task 00000001-0000-0000-0000-000000000000 of analysis 00000002-0000-0000-0000-000000000000 for 4.0 s
              host-2 1.0.0  silent, heard 1 min 0 s ago, 0 of 2 in work

            """, _run.Output);
    }

    [Fact]
    public async Task Json_has_the_same()
    {
        AddTwo();

        Assert.Equal(0, await ServicesAsync("--json"));

        Assert.Equal(2, _run.Documents.Count);
        Assert.Equal(12, _run.Documents[1].GetProperty("queued").GetInt64());
        Assert.Equal(2, _run.Documents[1].GetProperty("instances").GetArrayLength());
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("n\n", false)]
    [InlineData("", false)]
    public async Task Removing_asks_first(string answer, bool isRemoved)
    {
        using var run = new CliRun { Input = Encoding.UTF8.GetBytes(answer) };
        run.Engine.Services.Known.Add(Unpacker());

        var exitCode = await run.RunAsync("services", "--remove", "karton.unpacker", "--engine", "distributed");

        Assert.Equal(isRemoved ? 0 : 1, exitCode);
        Assert.Equal(isRemoved ? ["karton.unpacker"] : [], run.Engine.Services.Removed);
        Assert.Contains("its queue and 13 open deliveries for good?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lives_is_not_removed()
    {
        _run.Engine.Services.Known.Add(Unpacker());
        _run.Engine.Services.Result = new ServiceRemovalResult { WasKnown = true, LiveInstances = ["host-1"] };

        Assert.Equal(1, await ServicesAsync("--remove", "karton.unpacker", "--yes"));

        Assert.Contains("1 instance of it is alive (host-1). Stop them first.", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_there_is_not_is_not_removed()
    {
        Assert.Equal(1, await ServicesAsync("--remove", "other", "--yes"));

        Assert.Empty(_run.Engine.Services.Removed);
        Assert.Contains("there is no service 'other'", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_embedded_engine_it_says_that_there_are_none()
    {
        Assert.Equal(1, await _run.RunAsync("services"));

        Assert.Contains("needs the distributed engine", _run.Error, StringComparison.Ordinal);
    }

    private void AddTwo()
    {
        _run.Engine.Services.Known.Add(new ServiceRecord
        {
            Identity = "example.gone",
            IsRegistered = false,
            Open = 1,
            OldestSentAt = CliRun.Now.AddSeconds(-6),
        });
        _run.Engine.Services.Known.Add(Unpacker());
        _run.Engine.Services.Waiting["karton.unpacker"] = 12;
    }

    private static ServiceRecord Unpacker() => new()
    {
        Identity = "karton.unpacker",
        Version = "1.0.0",
        IsPersistent = true,
        Open = 13,
        Instances =
        [
            Instance("host-1", TimeSpan.FromSeconds(2), isAlive: true) with
            {
                InWork =
                [
                    new InWorkRecord
                    {
                        TaskId = new Guid(1, 0, 0, new byte[8]),
                        AnalysisId = new Guid(2, 0, 0, new byte[8]),
                        For = TimeSpan.FromSeconds(4),
                    },
                ],
            },
            Instance("host-2", TimeSpan.FromMinutes(1), isAlive: false),
        ],
    };

    private static InstanceRecord Instance(string name, TimeSpan heardAgo, bool isAlive) => new()
    {
        Instance = name,
        Version = "1.0.0",
        StartedAt = CliRun.Now.AddHours(-1),
        HeardAgo = heardAgo,
        IsAlive = isAlive,
        Concurrency = 2,
    };

    private Task<int> ServicesAsync(params string[] arguments) =>
        _run.RunAsync(["services", "--engine", "distributed", .. arguments]);
}
