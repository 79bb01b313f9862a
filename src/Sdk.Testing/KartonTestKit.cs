using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk.Catalog;
using Karton.Sdk.Resources;
using Karton.Sdk.Stores;
using Karton.Sdk.Submission;
using Karton.Sdk.Tracking;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Testing;

/// <summary>
/// Runs one service as it runs in production, without a broker: task in, tasks out. The whole delivery pipeline is the
/// real one, on the in-memory transport; the children are handed to the test instead of being sent. One kit serves any
/// number of tasks.
/// </summary>
public sealed class KartonTestKit : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly TestRunRecorder _recorder;
    private readonly DirectoryInfo _folder;
    private readonly SemaphoreSlim _starting = new(1);
    private bool _isStarted;

    private KartonTestKit(ServiceProvider provider, TestRunRecorder recorder, DirectoryInfo folder)
    {
        _provider = provider;
        _recorder = recorder;
        _folder = folder;
    }

    /// <summary>How long <see cref="RunAsync"/> waits for the service. Default 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The container that the service lives in.</summary>
    public IServiceProvider Services => _provider;

    /// <summary>Makes the resources for a test's tasks and reads those of its children.</summary>
    public IResources Resources => _provider.GetRequiredService<IResources>();

    /// <summary>The service under test.</summary>
    public ServiceDefinition Service => _provider.GetRequiredService<IServiceCatalog>().Services[0];

    /// <summary>Makes a kit for one service.</summary>
    /// <param name="configure">Registers what the consumer's constructor asks for. Default: nothing more than the SDK
    /// itself has. Pauses before repeats are 1 millisecond; change <see cref="KartonOptions"/> here if it
    /// matters.</param>
    /// <exception cref="InvalidOperationException">The service's attributes are missing or make no sense.</exception>
    public static KartonTestKit For<TConsumer>(Action<IServiceCollection>? configure = null)
        where TConsumer : class, IConsumer<KartonTask>
    {
        var recorder = new TestRunRecorder();
        var folder = Directory.CreateTempSubdirectory("karton-test-");
        var services = new ServiceCollection();
        services.Configure<KartonOptions>(options => options.RetryInterval = TimeSpan.FromMilliseconds(1));
        services.AddSingleton<ITrackingChannel>(recorder);
        services.AddSingleton<IObjectStore>(_ => new FileObjectStore(folder.FullName));
        services.AddKarton(karton => karton.AddConsumer<TConsumer>());
        configure?.Invoke(services);
        return new KartonTestKit(
            services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }), recorder, folder);
    }

    /// <summary>Whether the service wants a task with these headers.</summary>
    public bool Accepts(DataMap headers) => Service.Filter.Matches(headers);

    /// <summary>Gives a task to the service and waits until it is done with it.</summary>
    /// <param name="task">The task, as another service would publish it. When the service's filters do not match it,
    /// the run ends as rejected.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TimeoutException">The service did not end within <see cref="Timeout"/>.</exception>
    public async Task<TestRun> RunAsync(KartonTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        await StartAsync(cancellationToken);
        var ended = _recorder.Expect(task.TaskId);
        await _provider.GetRequiredService<ITaskSender>()
            .SendAsync(task, Service.Identity, generation: 0, cancellationToken);
        try
        {
            return await ended.WaitAsync(Timeout, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"{Service.Identity} did not end its work on task {task.TaskId} within {Timeout}.", e);
        }
    }

    /// <summary>Stops the service and deletes what the kit stored.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            foreach (var service in _provider.GetServices<IHostedService>().Reverse())
            {
                await service.StopAsync(CancellationToken.None);
            }
        }

        await _provider.DisposeAsync();
        _starting.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_isStarted)
            {
                return;
            }

            _provider.GetRequiredService<IStartupValidator>().Validate();
            foreach (var service in _provider.GetServices<IHostedService>())
            {
                await service.StartAsync(cancellationToken);
            }

            _isStarted = true;
        }
        finally
        {
            _starting.Release();
        }
    }
}
