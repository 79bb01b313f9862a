namespace Karton.Chaos.Tests;

/// <summary>One engine for all faults: what one leaves behind must not trouble the next.</summary>
public sealed class StageFixture : IAsyncLifetime
{
    private Task<Stage>? _stage;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_stage is not null)
        {
            await (await _stage).DisposeAsync();
        }
    }

    internal Task<Stage> StageAsync() =>
        _stage ??= Stage.SetAsync(onCluster: false, TestContext.Current.CancellationToken);
}
