using Karton.Contracts.Analyses;
using Karton.Contracts.Services;
using Karton.Tracking.Analyses;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using MassTransit;

namespace Karton.Tracking.Outbox;

/// <summary>The messages that go through the outbox, each under a word of its own.</summary>
internal static class OutboxMessages
{
    private static readonly Dictionary<string, Kind> Kinds = new Kind[]
    {
        new Kind<AnalysisDrained>("analysis-drained"),
        new Kind<AnalysisOverdue>("analysis-overdue"),
        new Kind<AnalysesCompleted>("analyses-completed"),
        new Kind<AnalysisStopped>("analysis-stopped"),
        new Kind<ServiceReplaced>("service-replaced"),
    }.ToDictionary(kind => kind.Word);

    private static readonly Dictionary<Type, Kind> KindsByType = Kinds.Values.ToDictionary(kind => kind.Type);

    internal static OutboxRow ToRow<T>(T message)
        where T : class => ToRow(message, NewId.NextGuid());

    /// <exception cref="ArgumentException">The message is none of those that may go through the outbox.</exception>
    internal static OutboxRow ToRow<T>(T message, Guid messageId)
        where T : class => KindsByType.TryGetValue(typeof(T), out var kind)
            ? new OutboxRow { MessageId = messageId, Kind = kind.Word, Body = LedgerJson.Write(message) }
            : throw new ArgumentException($"{typeof(T).Name} cannot go through the outbox; add it to {nameof(Kinds)}.");

    /// <exception cref="InvalidDataException">The row holds a message that this version does not know.</exception>
    internal static Task PublishAsync(OutboxRow row, IPublishEndpoint bus, CancellationToken cancellationToken) =>
        Kinds.TryGetValue(row.Kind, out var kind)
            ? kind.PublishAsync(row, bus, cancellationToken)
            : throw new InvalidDataException($"The outbox holds a '{row.Kind}', which this version does not know.");

    private abstract class Kind(string word, Type type)
    {
        internal string Word => word;

        internal Type Type => type;

        internal abstract Task PublishAsync(OutboxRow row, IPublishEndpoint bus, CancellationToken cancellationToken);
    }

    private sealed class Kind<T>(string word) : Kind(word, typeof(T))
        where T : class
    {
        internal override Task PublishAsync(OutboxRow row, IPublishEndpoint bus, CancellationToken cancellationToken) =>
            bus.Publish(LedgerJson.Read<T>(row.Body), context => context.MessageId = row.MessageId, cancellationToken);
    }
}
