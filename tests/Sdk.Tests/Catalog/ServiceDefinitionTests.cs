using System.ComponentModel;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk.Catalog;
using Karton.Sdk.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Catalog;

public sealed class ServiceDefinitionTests
{
    [Fact]
    public void Attributes_describe_a_service()
    {
        var service = Read<Complete>();

        Assert.Equal("test.complete", service.Identity);
        Assert.Equal("2.0", service.Version);
        Assert.Equal("Has it all.", service.Description);
        Assert.Equal(7, service.Concurrency);
        Assert.Equal(TimeSpan.FromSeconds(9), service.Timeout);
        Assert.False(service.IsPersistent);
        Assert.Equal(
            """[{"type":"sample","name":"a=b","empty":""},{"size":{"$gt":5}},{"kind":"x"},{}]""",
            service.Filter.Rules.ToString());
    }

    [Fact]
    public void What_is_left_out_has_a_default()
    {
        var service = Read<Plain>();

        Assert.Null(service.Version);
        Assert.Null(service.Description);
        Assert.Equal(Environment.ProcessorCount, service.Concurrency);
        Assert.Equal(TimeSpan.FromSeconds(300), service.Timeout);
        Assert.True(service.IsPersistent);
    }

    [Fact]
    public void A_timeout_of_zero_means_without_limit() => Assert.Null(Read<Endless>().Timeout);

    [Theory]
    [InlineData(typeof(Nameless), "has no [KartonService]")]
    [InlineData(typeof(BadName), "has the identity 'two words'")]
    [InlineData(typeof(LongName), "has the identity 'xxx")]
    [InlineData(typeof(Wantless), "has no [Accepts]")]
    [InlineData(typeof(EmptyRule), "[Accepts] without a condition")]
    [InlineData(typeof(NoCondition), "has the condition 'sample'")]
    [InlineData(typeof(Twice), "names the header 'type' twice")]
    [InlineData(typeof(BrokenJson), "broken JSON")]
    [InlineData(typeof(BadOperator), "$foo")]
    [InlineData(typeof(TooManyAtOnce), "concurrency 1025")]
    [InlineData(typeof(NegativeTime), "timeout of -1 seconds")]
    [InlineData(typeof(OtherMessages), "besides tasks")]
    public void A_mistake_stops_the_service_with_its_name_and_what_is_wrong(Type consumer, string problem)
    {
        var error = Assert.Throws<InvalidOperationException>(() => ServiceDefinitionReader.Read(consumer));

        Assert.Contains(consumer.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_services_of_one_process_cannot_share_an_identity()
    {
        var services = new ServiceCollection();

        var error = Assert.Throws<InvalidOperationException>(() =>
            services.AddKarton(karton => karton.AddConsumer<Plain>().AddConsumer<PlainAgain>()));

        Assert.Contains("test.plain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalog_lists_the_services_in_the_order_of_registration()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);

        var services = host.Services.GetRequiredService<IServiceCatalog>().Services;

        Assert.Equal(
            [ScriptedConsumer.Identity, CollectingConsumer.Identity], services.Select(service => service.Identity));
        Assert.True(services[0].Filter.Matches(new DataMap { ["type"] = "other" }));
    }

    private static ServiceDefinition Read<T>() => ServiceDefinitionReader.Read(typeof(T));

    private abstract class Consumer : IConsumer<KartonTask>
    {
        public Task Consume(ConsumeContext<KartonTask> context) => Task.CompletedTask;
    }

    [KartonService("test.complete", Version = "2.0", Concurrency = 7, TimeoutSeconds = 9, IsPersistent = false)]
    [Description("Has it all.")]
    [Accepts("type=sample", "name=a=b", "empty=")]
    [Accepts("""[{"size": {"$gt": 5}}, {"kind": "x"}]""")]
    [Accepts(" {}")]
    private sealed class Complete : Consumer;

    [KartonService("test.plain")]
    [Accepts("type=sample")]
    private sealed class Plain : Consumer;

    [KartonService("test.plain")]
    [Accepts("type=sample")]
    private sealed class PlainAgain : Consumer;

    [KartonService("test.endless", TimeoutSeconds = 0)]
    [Accepts("type=sample")]
    private sealed class Endless : Consumer;

    [Accepts("type=sample")]
    private sealed class Nameless : Consumer;

    [KartonService("two words")]
    [Accepts("type=sample")]
    private sealed class BadName : Consumer;

    [KartonService("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [Accepts("type=sample")]
    private sealed class LongName : Consumer;

    [KartonService("test.wantless")]
    private sealed class Wantless : Consumer;

    [KartonService("test.empty")]
    [Accepts]
    private sealed class EmptyRule : Consumer;

    [KartonService("test.none")]
    [Accepts("sample")]
    private sealed class NoCondition : Consumer;

    [KartonService("test.twice")]
    [Accepts("type=sample", "type=config")]
    private sealed class Twice : Consumer;

    [KartonService("test.broken")]
    [Accepts("{")]
    private sealed class BrokenJson : Consumer;

    [KartonService("test.operator")]
    [Accepts("""{"type": {"$foo": 1}}""")]
    private sealed class BadOperator : Consumer;

    [KartonService("test.many", Concurrency = 1025)]
    [Accepts("type=sample")]
    private sealed class TooManyAtOnce : Consumer;

    [KartonService("test.time", TimeoutSeconds = -1)]
    [Accepts("type=sample")]
    private sealed class NegativeTime : Consumer;

    [KartonService("test.others")]
    [Accepts("type=sample")]
    private sealed class OtherMessages : Consumer, IConsumer<Contracts.Analyses.AnalysisStopped>
    {
        public Task Consume(ConsumeContext<Contracts.Analyses.AnalysisStopped> context) => Task.CompletedTask;
    }
}
