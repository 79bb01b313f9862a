using System.Diagnostics;
using System.Globalization;
using Karton.Contracts;
using Karton.Tracking;
using Karton.Gateway.Submissions;
using Karton.Tracking.Reading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Karton.LoadTest.Roles;

/// <summary>
/// A host that does one of these:
/// <list type="bullet">
/// <item><c>publish N CHILDREN IN-FLIGHT</c>: hands in as many root tasks; answers when it began.</item>
/// <item><c>tree SIZE FAN</c>: hands in the root of a tree; answers when it began.</item>
/// <item><c>one</c>: hands in one; answers when that began, and when the task itself went out.</item>
/// <item><c>expect WHAT N</c>, then <c>await WHAT</c>: answers when the last of them happened.</item>
/// <item><c>ledger</c>: answers the file of the ledger.</item>
/// <item><c>intake FOLDER IN-FLIGHT</c>: hands in every file of a folder as a sample; answers when it began.</item>
/// <item><c>ended</c>: answers how many tasks the analyses had that have ended, and how many deliveries crashed.</item>
/// <item><c>garbage</c>: answers how many bytes were allocated, and how long everything stood still to collect
/// them.</item>
/// <item><c>known IDENTITY</c>: answers when the ledger knows this service.</item>
/// </list>
/// Times are of <see cref="Stopwatch"/>, which all processes of a machine share.
/// </summary>
internal sealed class HostRole : IRole
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly IHost _host;
    private readonly Milestones _milestones = new();
    private readonly Func<IServiceProvider, KartonTask, CancellationToken, Task> _publish;

    /// <param name="configure">Adds what the host runs.</param>
    /// <param name="publish">Hands in a root task.</param>
    internal HostRole(
        Action<IHostApplicationBuilder> configure,
        Func<IServiceProvider, KartonTask, CancellationToken, Task> publish)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddSingleton(_milestones);
        configure(builder);
        _host = builder.Build();
        _publish = publish;
    }

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    public async Task<string> DoAsync(string verb, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        switch (verb)
        {
            case "publish":
                return Text(await PublishAsync(
                    Number(arguments[0]), Number(arguments[1]), Number(arguments[2]), cancellationToken));
            case "tree":
                return Text(await PublishTreeAsync(Number(arguments[0]), Number(arguments[1]), cancellationToken));
            case "one":
                var began = await PublishAsync(1, 0, 1, cancellationToken);
                return $"{Text(began)} {Text(_milestones.LastPublished)}";
            case "expect":
                _milestones[arguments[0]].Expect(Number(arguments[1]));
                return "";
            case "await":
                return Text(await _milestones[arguments[0]].WaitAsync(cancellationToken));
            case "ledger":
                return _host.Services.GetRequiredService<IOptions<TrackingOptions>>().Value.DatabasePath;
            case "intake":
                return Text(await IntakeAsync(arguments[0], Number(arguments[1]), cancellationToken));
            case "ended":
                return $"{Text(_milestones.EndedTasks)} {Text(_milestones.CrashedDeliveries)}";
            case "garbage":
                return $"{Text(GC.GetTotalAllocatedBytes())} {Text(GC.GetTotalPauseDuration().Ticks)}";
            case "known":
                await BecomesKnownAsync(arguments[0], cancellationToken);
                return "";
            default:
                throw new ArgumentException($"'{verb}' is nothing that a host can do.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private Task<long> PublishAsync(int count, int children, int inFlight, CancellationToken cancellationToken) =>
        InFlight.RunAsync(
            count, inFlight, _ => _publish(_host.Services, LoadTasks.Root(children), cancellationToken));

    private Task<long> IntakeAsync(string folder, int inFlight, CancellationToken cancellationToken)
    {
        var intake = _host.Services.GetRequiredService<ISampleIntake>();
        var paths = Directory.GetFiles(folder);
        return InFlight.RunAsync(paths.Length, inFlight, async index =>
        {
            await using var file = new FileStream(paths[index], new FileStreamOptions { BufferSize = 0 });
            var submission = new SampleSubmission { Name = Path.GetFileName(paths[index]) };
            await intake.SubmitAsync(submission, file, cancellationToken);
        });
    }

    private async Task<long> PublishTreeAsync(int size, int fan, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await _publish(_host.Services, LoadTasks.Tree(size, fan), cancellationToken);
        return began;
    }

    private async Task BecomesKnownAsync(string identity, CancellationToken cancellationToken)
    {
        var reader = _host.Services.GetRequiredService<IServiceReader>();
        using var timer = new PeriodicTimer(LookInterval);
        while ((await reader.ListAsync(cancellationToken)).All(service => service.Identity != identity))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(long ticks) => ticks.ToString(CultureInfo.InvariantCulture);
}
