using Karton.Contracts.Data;
using Karton.Tracking.Reading;

namespace Karton.Cli.Tests.Status;

public sealed class StatusTests : IDisposable
{
    private static readonly Guid First = new(1, 0, 0, new byte[8]);
    private static readonly Guid Second = new(2, 0, 0, new byte[8]);
    private static readonly Guid Work = new(7, 0, 0, new byte[8]);

    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Without_an_id_the_unfinished_ones_are_shown()
    {
        Add(First, "fine");
        Add(Second, "fine", isRunning: true);

        Assert.Equal(0, await _run.RunAsync("status", "--engine", "distributed"));

        Assert.Equal(
            """
            00000002-0000-0000-0000-000000000000  running, 1 task, 1 of 1 delivery ended, for 1.0 s
            1 analysis not ended, 0 deliveries open.

            """, _run.Output);
        Assert.Equal(["servers"], _run.Engine.Opened);
    }

    [Fact]
    public async Task When_all_have_ended_it_says_so()
    {
        Add(First, "fine");

        Assert.Equal(0, await _run.RunAsync("status", "--data", "/data"));

        Assert.Equal("Every analysis has ended.\n", _run.Output);
        Assert.Equal(["/data"], _run.Engine.Opened);
    }

    [Fact]
    public async Task An_open_one_says_what_it_waits_for()
    {
        Add(First, "fine", isRunning: true);
        _run.Engine.WaitsFor.AddRange(
        [
            Open("a.working") with { Instance = "host-1\u001b[2J", InWorkFor = TimeSpan.FromSeconds(3) },
            Open("b.queued") with { LiveInstances = 2, IsRegistered = true },
            Open("c.alone") with { IsRegistered = true, Resends = 2 },
            Open("d.removed"),
        ]);

        Assert.Equal(3, await _run.RunAsync("status", $"{First}", "--engine", "distributed"));

        const string Task = "task 00000007-0000-0000-0000-000000000000, open for 1.0 s";
        Assert.EndsWith(
            $"""
            It waits for 4 deliveries:
              a.working  {Task}: in work in host-1\x1b[2J for 3.0 s
              b.queued  {Task}: queued, 2 instances alive
              c.alone  {Task}, sent again 2 times: no instance of the service is alive; it waits for one to be started
              d.removed  {Task}: its service was removed

            """, _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fine", false, 0)]
    [InlineData("crash", false, 2)]
    [InlineData("refuse", false, 2)]
    [InlineData("fine", true, 3)]
    public async Task The_exit_code_says_how_it_is(string what, bool isRunning, int expected)
    {
        Add(First, what, isRunning);

        Assert.Equal(expected, await _run.RunAsync("status", $"{First}", "--engine", "distributed"));
    }

    [Fact]
    public async Task One_that_there_is_not_is_named_with_the_place()
    {
        Assert.Equal(1, await _run.RunAsync("status", $"{First}", "--engine", "distributed"));

        Assert.Contains(
            "there is no analysis 00000001-0000-0000-0000-000000000000 in the database 'karton' on localhost:5432.",
            _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_same()
    {
        Add(First, "fine", isRunning: true);
        _run.Engine.WaitsFor.Add(Open("a") with { LiveInstances = 1, IsRegistered = true });

        await _run.RunAsync("status", $"{First}", "--json", "--engine", "distributed");

        var document = Assert.Single(_run.Documents);
        Assert.Equal("running", document.GetProperty("state").GetString());
        Assert.Equal(1, document.GetProperty("open").GetInt32());
        var delivery = Assert.Single(document.GetProperty("waitsFor").EnumerateArray());
        Assert.Equal("queued", delivery.GetProperty("where").GetString());
    }

    private static OpenDeliveryRecord Open(string identity) => new()
    {
        TaskId = Work,
        Identity = identity,
        SentAt = CliRun.Now.AddSeconds(-1),
    };

    private void Add(Guid id, string what, bool isRunning = false) => _run.Engine.Add(
        id, new Resource { Name = what, Sha256 = new string('a', 64), Size = 1 }, what, isRunning);
}
