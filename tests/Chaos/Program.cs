using System.Globalization;
using Karton.Chaos;
using Karton.Chaos.Faults;
using Karton.Chaos.Services;
using Karton.Sdk;
using Microsoft.Extensions.Hosting;

return args switch
{
    ["worker"] => await RunServiceAsync<ChaosWorker>(),
    ["poisoned"] => await RunServiceAsync<PoisonedService>(),
    [] => await ChaosProgram.RunAsync(TimeSpan.FromMinutes(5), []),
    [var text, .. var faults] when double.TryParse(text, CultureInfo.InvariantCulture, out var minutes)
        && minutes > 0 && faults.All(FailureTable.Has) =>
        await ChaosProgram.RunAsync(TimeSpan.FromMinutes(minutes), faults),
    _ => ChaosProgram.Explain(),
};

static async Task<int> RunServiceAsync<TConsumer>()
    where TConsumer : KartonConsumer
{
    var builder = Host.CreateApplicationBuilder();
    builder.AddKarton([], karton => karton.AddConsumer<TConsumer>());
    return await builder.Build().RunKartonAsync();
}
