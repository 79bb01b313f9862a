using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Deliveries;

/// <summary>A child task, and what its publisher wants done to the message that carries it.</summary>
internal sealed record Child(KartonTask Task, IPipe<SendContext<KartonTask>>? Pipe);
