using System.Text;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Services;

/// <summary>Which services there are and what each wants, in memory. What it holds is committed already.</summary>
internal sealed partial class ServiceRegistry(ILogger<ServiceRegistry> logger)
{
    private readonly Lock _changing = new();
    private volatile RegisteredService[] _services = [];

    /// <summary>The services by identity. Another list whenever one of them has changed.</summary>
    internal IReadOnlyList<RegisteredService> Services => _services;

    /// <summary>Stands for the services that were loaded last; <see langword="null"/> when none were.</summary>
    internal string? Mark { get; private set; }

    /// <summary>The services that want a task with these headers, by identity.</summary>
    internal static IReadOnlyList<string> FindReceivers(IReadOnlyList<RegisteredService> services, DataMap headers)
    {
        List<string>? receivers = null;
        foreach (var service in services)
        {
            if (service.Filter is not null && service.Filter.Matches(headers))
            {
                (receivers ??= []).Add(service.Identity);
            }
        }

        return receivers ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Takes a service in, or takes note of its new filters. Malformed ones are logged, and hurt nobody
    /// else.</summary>
    internal void Put(ServiceRow row)
    {
        lock (_changing)
        {
            var known = Array.Find(_services, service => service.Identity == row.Identity);
            if (known is null || !HasFiltersOf(known, row))
            {
                Replace(row.Identity, Compile(row));
            }
        }
    }

    /// <summary>Makes these the only services.</summary>
    internal void Load(ServiceSnapshot snapshot)
    {
        lock (_changing)
        {
            var known = _services.ToDictionary(service => service.Identity);
            _services = [.. snapshot.Services
                .Select(row => known.GetValueOrDefault(row.Identity) is { } service && HasFiltersOf(service, row)
                    ? service
                    : Compile(row))
                .OrderBy(service => service.Identity, StringComparer.Ordinal)];
            Mark = snapshot.Mark;
        }
    }

    internal void Remove(string identity)
    {
        lock (_changing)
        {
            Replace(identity, null);
        }
    }

    private void Replace(string identity, RegisteredService? service) =>
        _services = [.. _services.Where(other => other.Identity != identity)
            .Concat(service is null ? [] : [service])
            .OrderBy(other => other.Identity, StringComparer.Ordinal)];

    private static bool HasFiltersOf(RegisteredService service, ServiceRow row) =>
        service.Filters.AsSpan().SequenceEqual(row.Filters);

    private RegisteredService Compile(ServiceRow row)
    {
        TaskFilter? filter = null;
        try
        {
            filter = TaskFilter.Parse(Encoding.UTF8.GetString(row.Filters));
        }
        catch (FilterException e)
        {
            MalformedFilters(row.Identity, e.Message);
        }

        return new RegisteredService(row.Identity, row.Filters, filter);
    }

    [LoggerMessage(3040, LogLevel.Error, "The filters of {Identity} are malformed, so it gets no tasks: {Fault}")]
    private partial void MalformedFilters(string identity, string fault);
}
