using Karton.Contracts.Filters;
using Karton.LoadTest.Filters;

namespace Karton.LoadTest.Tests.Filters;

public sealed class BoundServicesTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    public void Only_one_service_gets_the_task(int count)
    {
        var services = BoundServices.Make(count);

        Assert.Equal(count, services.Select(service => service.Identity).Distinct().Count());
        var receiver = Assert.Single(services, service => service.Filter.Matches(ServiceFilters.Headers));
        Assert.Equal(BoundServices.Receiver, receiver.Identity);
    }

    [Fact]
    public void Its_binding_is_the_only_one_that_lets_the_task_through()
    {
        var words = RoutingKey.For(ServiceFilters.Headers).Split('.');

        var bound = BoundServices.Make(1_000).Where(service => service.Filter.BindingKeys
            .Select(key => key.Split('.'))
            .Any(key => key.Length == words.Length
                && key.Zip(words).All(pair => pair.First == "*" || pair.First == pair.Second)));

        Assert.Equal(BoundServices.Receiver, Assert.Single(bound).Identity);
    }

    [Fact]
    public void The_filters_are_the_same_each_time() =>
        Assert.Equal(ServiceFilters.All().Take(100), ServiceFilters.All().Take(100));
}
