using Karton.Sdk.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Tests.Servers;

public sealed class ServersReadyTests
{
    // For what would go on without end if it went wrong.
    private const int Longest = 10_000;

    [Fact(Timeout = Longest)]
    public async Task Names_what_is_set_wrong_although_another_server_is_only_away()
    {
        var ready = Ready(
            new FakeCheck("away", new ServerUnavailableException("It is away.", mayPass: true)),
            new FakeCheck("wrong", new ServerUnavailableException("The password is wrong.", mayPass: false)));

        var thrown = await Assert.ThrowsAsync<AggregateException>(
            () => ready.StartingAsync(TestContext.Current.CancellationToken));

        Assert.Contains(thrown.InnerExceptions, fault => fault.Message == "The password is wrong.");
    }

    [Fact]
    public async Task Waits_for_a_server_that_is_away()
    {
        var check = new FakeCheck("away", new ServerUnavailableException("It is away.", mayPass: true))
        {
            FailsUntil = 2,
        };

        await Ready(check).StartingAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, check.Tries);
    }

    private static ServersReady Ready(params IServerCheck[] checks) => new(
        checks,
        Options.Create(new KartonOptions()),
        TimeProvider.System,
        NullLogger<ServersReady>.Instance);

    private sealed class FakeCheck(string server, ServerUnavailableException fault) : IServerCheck
    {
        public string Server => server;

        public int FailsUntil { get; init; } = int.MaxValue;

        public int Tries { get; private set; }

        public Task<string> CheckAsync(CancellationToken cancellationToken) =>
            ++Tries < FailsUntil ? throw fault : Task.FromResult("well");
    }
}
