using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Tests;

[Collection(RunsAlone.Name)]
public sealed class KartonHostTests
{
    [Theory]
    [InlineData(null, typeof(InMemoryTransport))]
    [InlineData("embedded", typeof(InMemoryTransport))]
    [InlineData("Distributed", typeof(RabbitMqTransport))]
    public void The_setting_chooses_the_engine(string? engine, Type transport)
    {
        using var host = Build(new() { ["Karton:Engine"] = engine });

        Assert.IsType(transport, host.Services.GetRequiredService<IKartonTransport>());
    }

    [Theory]
    [InlineData(true, "--debug")]
    [InlineData(false, "--debugging")]
    public void An_argument_turns_debug_mode_on(bool isOn, string argument)
    {
        using var host = Build([], argument);

        Assert.Equal(isOn, host.Services.GetRequiredService<IOptions<KartonOptions>>().Value.Debug);
    }

    [Fact]
    public async Task All_that_is_set_wrong_becomes_a_line_each_without_a_stack_trace()
    {
        using var host = Build(new()
        {
            ["Karton:Engine"] = "distributed",
            ["Karton:MaxDepth"] = "-1",
            ["Karton:RabbitMq:Hosts:0"] = "no host",
            ["Karton:RabbitMq:Tls:CaFile"] = "/no/such/file",
        });

        var (exitCode, errors) = await RunAsync(host);

        Assert.Equal(1, exitCode);
        Assert.Contains("Karton:MaxDepth is -1", errors, StringComparison.Ordinal);
        Assert.Contains("Karton:RabbitMq:Hosts:0 is 'no host'", errors, StringComparison.Ordinal);
        Assert.Contains("Karton:RabbitMq:Tls:CaFile is '/no/such/file'", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_does_not_exist_is_named()
    {
        using var host = Build(new() { ["Karton:Engine"] = "steam" });

        var (exitCode, errors) = await RunAsync(host);

        Assert.Equal(1, exitCode);
        Assert.EndsWith(
            ": Karton:Engine is 'steam'; it must be Embedded or Distributed.\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_that_make_no_sense_are_named()
    {
        var builder = Builder([]);
        builder.AddKarton([], karton => karton.AddConsumer<WrongConsumer>());
        using var host = builder.Build();

        var (exitCode, errors) = await RunAsync(host);

        Assert.Equal(1, exitCode);
        Assert.Contains("has filters that make no sense", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static HostApplicationBuilder Builder(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = "test" });
        builder.Configuration.AddInMemoryCollection(settings);
        return builder;
    }

    private static IHost Build(Dictionary<string, string?> settings, params string[] args)
    {
        var builder = Builder(settings);
        builder.AddKarton(args, karton => karton.AddConsumer<CollectingConsumer>());
        return builder.Build();
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(IHost host)
    {
        var before = Console.Error;
        await using var errors = new StringWriter { NewLine = "\n" };
        Console.SetError(errors);
        try
        {
            return (await host.RunKartonAsync(), errors.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }

    [KartonService("test.wrong")]
    [Accepts("""{"type": {"$no": 1}}""")]
    private sealed class WrongConsumer : KartonConsumer
    {
        protected override Task ProcessAsync(Contracts.KartonTask task, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
