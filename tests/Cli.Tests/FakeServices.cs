using Karton.Cli.Engine;
using Karton.Tracking.Reading;
using Karton.Tracking.Services;

namespace Karton.Cli.Tests;

/// <summary>Services that are what a test says.</summary>
internal sealed class FakeServices : IServiceAccess
{
    public List<ServiceRecord> Known { get; } = [];

    public Dictionary<string, long> Waiting { get; } = [];

    public List<string> Removed { get; } = [];

    public ServiceRemovalResult Result { get; set; } = new() { WasKnown = true };

    public Task<IReadOnlyList<ServiceRecord>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ServiceRecord>>(Known);

    public Task<long?> CountWaitingAsync(string identity, CancellationToken cancellationToken) =>
        Task.FromResult(Waiting.TryGetValue(identity, out var count) ? count : (long?)null);

    public Task<ServiceRemovalResult> RemoveAsync(string identity, CancellationToken cancellationToken)
    {
        Removed.Add(identity);
        return Task.FromResult(Result);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
