using System.Diagnostics;
using System.Globalization;
using Karton.LoadTest.Filters;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;
using Karton.LoadTest.Roles;
using Karton.Tests.Servers;

namespace Karton.LoadTest.Scenarios.Bindings;

/// <summary>A place with so many services, a virtual host or a process, and what was measured there.</summary>
internal sealed class BoundPlace : IAsyncDisposable
{
    private readonly RabbitMqVirtualHost? _virtualHost;
    private readonly RoleProcess _publisher;
    private readonly List<double> _rates = [];
    private readonly List<double> _brokerCpu = [];

    private BoundPlace(int services, RabbitMqVirtualHost? virtualHost, RoleProcess publisher)
    {
        Services = services;
        _virtualHost = virtualHost;
        _publisher = publisher;
    }

    internal int Services { get; }

    /// <summary>Tasks a second, round by round.</summary>
    internal IReadOnlyList<double> Rates => _rates;

    /// <summary>Microseconds of the broker's processor time a task; not a number where it is not to be seen.</summary>
    internal double BrokerCpu => _brokerCpu.Median();

    internal static async Task<BoundPlace> CreateAsync(
        Engine engine, int services, CancellationToken cancellationToken)
    {
        var count = KeyValuePair.Create<string, string?>(
            BindingsRoles.ServicesSetting, services.ToString(CultureInfo.InvariantCulture));
        if (engine == Engine.Embedded)
        {
            return new BoundPlace(
                services, null, await RoleProcess.StartAsync(RoleHost.BindingsEmbedded, [count], cancellationToken));
        }

        var virtualHost = await RabbitMqVirtualHost.CreateAsync();
        try
        {
            var publisher = await RoleProcess.StartAsync(
                RoleHost.BindingsPublisher, virtualHost.Settings.Append(count), cancellationToken);
            return new BoundPlace(services, virtualHost, publisher);
        }
        catch
        {
            await virtualHost.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes tasks and keeps no figures: what is compiled and opened at first does not count.</summary>
    internal Task WarmUpAsync(int tasks, int inFlight, CancellationToken cancellationToken) =>
        PublishAsync(tasks, inFlight, cancellationToken);

    internal async Task MeasureAsync(int tasks, int inFlight, int? broker, CancellationToken cancellationToken)
    {
        var before = CpuOf(broker);
        _rates.Add(tasks / await PublishAsync(tasks, inFlight, cancellationToken));
        _brokerCpu.Add((CpuOf(broker) - before) * 1e6 / tasks);
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        if (_virtualHost is not null)
        {
            await _virtualHost.DisposeAsync();
        }
    }

    private async Task<double> PublishAsync(int tasks, int inFlight, CancellationToken cancellationToken)
    {
        await _publisher.AskAsync($"expect consumed {tasks}", cancellationToken);
        var began = long.Parse(
            await _publisher.AskAsync($"publish {tasks} 0 {inFlight}", cancellationToken),
            CultureInfo.InvariantCulture);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (_virtualHost is not null)
        {
            await _virtualHost.PurgeQueueAsync(BoundServices.Receiver);
            return seconds;
        }

        var ended = long.Parse(
            await _publisher.AskAsync("await consumed", cancellationToken), CultureInfo.InvariantCulture);
        return Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
    }

    private static double CpuOf(int? process) => process is { } id ? CpuClock.SecondsOf(id) : double.NaN;
}
