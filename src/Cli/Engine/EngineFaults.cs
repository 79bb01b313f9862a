using Karton.Sdk.Servers;
using Microsoft.Extensions.Options;

namespace Karton.Cli.Engine;

/// <summary>Tells the faults that are meant for people from bugs.</summary>
internal static class EngineFaults
{
    /// <summary>What a start that failed says in words; <see langword="null"/> when it is none of those that
    /// people can do something about.</summary>
    public static EngineException? Explain(Exception thrown) => Sentences(thrown) switch
    {
        { Count: > 0 } sentences => new EngineException(sentences, thrown),
        _ => null,
    };

    private static List<string> Sentences(Exception thrown) => thrown switch
    {
        OptionsValidationException wrong => [.. wrong.Failures],
        ServerUnavailableException or InvalidDataException or IOException or TimeoutException => [thrown.Message],
        AggregateException many when many.InnerExceptions.All(inner => Sentences(inner).Count > 0) =>
            [.. many.InnerExceptions.SelectMany(Sentences)],
        _ => [],
    };
}
