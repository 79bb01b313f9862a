using Karton.Sdk;
using Karton.Sdk.Catalog;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;
using Karton.Services.Classifier.Describing.Magic;
using Karton.Services.Classifier.Tests.Describing;
using Karton.Services.Classifier.Tests.Samples;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Karton.Services.Classifier.Tests;

public sealed class ClassifierRegistrationTests
{
    [Fact]
    public void The_service_is_in_the_catalog()
    {
        using var provider = Build([]);

        var service = Assert.Single(provider.GetRequiredService<IServiceCatalog>().Services);
        Assert.Equal("karton.classifier", service.Identity);
    }

    [Fact]
    public async Task The_configuration_can_turn_libmagic_off()
    {
        await using var provider = Build(new() { ["Karton:Classifier:ForceFallback"] = "true" });
        var zip = Archives.Zip("a");

        var description = await provider.GetRequiredService<Describer>().DescribeAsync(
            new SampleContent("sample", zip, default, zip.Length), TestContext.Current.CancellationToken);

        Assert.Equal("Zip archive data", description.Magic);
    }

    [Fact]
    public void A_setting_out_of_range_is_named()
    {
        using var provider = Build(new() { ["Karton:Classifier:HeadSize"] = "16" });

        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<ClassifierOptions>>().Value);

        Assert.Contains(nameof(ClassifierOptions.HeadSize), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Libmagic_is_loaded_while_the_process_starts()
    {
        var loads = 0;
        using var describer = new Describer(
            () =>
            {
                loads++;
                throw new MagicUnavailableException("it is a test");
            },
            new RecordingLogger<Describer>());
        using var warmUp = new ClassifierWarmUp(describer);

        await warmUp.StartAsync(TestContext.Current.CancellationToken);
        await warmUp.ExecuteTask!;

        Assert.Equal(1, loads);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddKarton(karton => karton.AddClassifier())
        .BuildServiceProvider();
}
