using System.ComponentModel;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk;
using Karton.Sdk.Resources;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;
using Karton.Services.Classifier.Recognizing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Services.Classifier;

[KartonService("karton.classifier", Version = "1.0.0", Concurrency = 16)]
[Accepts("type=sample", "kind=raw")]
[Description(
    "Finds out what a raw sample is (program, document, archive, script...), for which system, and its usual "
    + "extension, and so makes it available to the services for such samples. An empty file is unrecognized.")]
internal sealed partial class ClassifierConsumer(
    IResources resources, Describer describer, IOptions<ClassifierOptions> options, ILogger<ClassifierConsumer> logger)
    : KartonConsumer
{
    private const string MimeHeader = "mime";
    private const string HighQuality = "high";

    protected override async Task ProcessAsync(KartonTask task, CancellationToken cancellationToken)
    {
        var payload = task.EffectivePayload;
        var sample = payload.GetResource(ClassifierPayload.Sample) ?? throw new InvalidOperationException(
            $"The payload has no resource '{ClassifierPayload.Sample}'; it has: {string.Join(", ", payload.Keys)}. "
            + "A task of type sample and kind raw carries the sample as a resource under that key.");

        var (description, recognition) = await LookAtAsync(sample, cancellationToken);
        Classified(sample.Name, sample.Sha256, recognition?.Tag ?? "unrecognized", description.Magic);
        var child = Derive(MakeHeaders(task, recognition));
        await SendAsync(
            child with
            {
                Payload = ClassifierPayload.Complete(child.Payload, sample, description.Magic, recognition?.Tag),
            },
            cancellationToken);
    }

    private static DataMap MakeHeaders(KartonTask task, Recognition? recognition)
    {
        var headers = new Dictionary<string, DataValue>
        {
            [WellKnownHeaders.Type] = "sample",
            [WellKnownHeaders.Stage] = recognition is null ? "unrecognized" : "recognized",
            [WellKnownHeaders.Kind] = recognition?.Kind ?? "unknown",
            [WellKnownHeaders.Quality] =
                task.EffectiveHeaders.TryGetValue(WellKnownHeaders.Quality, out var quality) ? quality : HighQuality,
        };
        AddKnown(WellKnownHeaders.Platform, recognition?.Platform);
        AddKnown(WellKnownHeaders.Extension, recognition?.Extension);
        AddKnown(MimeHeader, recognition?.Mime);
        return new DataMap(headers);

        void AddKnown(string key, string? value)
        {
            if (value is not null)
            {
                headers.Add(key, value);
            }
        }
    }

    private async Task<(Description Description, Recognition? Recognition)> LookAtAsync(
        Resource sample, CancellationToken cancellationToken)
    {
        await using var stream = await resources.OpenAsync(sample, cancellationToken);
        using var reader = new SampleReader();
        var content = await reader.ReadAsync(
            sample.Name, stream, sample.Size, options.Value.HeadSize, cancellationToken);
        var description = await describer.DescribeAsync(content, cancellationToken);
        return (description, Recognizer.Recognize(description, content));
    }

    [LoggerMessage(2003, LogLevel.Debug, "{Name} ({Sha256}) is {Tag}: {Magic}")]
    private partial void Classified(string name, string sha256, string tag, string magic);
}
