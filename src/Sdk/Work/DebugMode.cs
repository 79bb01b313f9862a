using Karton.Sdk.Transports;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Work;

/// <summary>Whether the services of this process only look on: they get copies of tasks and disturb nobody. There is
/// nobody to disturb on a transport that goes with the process.</summary>
internal sealed class DebugMode(IOptions<KartonOptions> options, IKartonTransport transport)
{
    internal bool IsOn { get; } = options.Value.Debug && transport.RedeliversUnacknowledged;
}
