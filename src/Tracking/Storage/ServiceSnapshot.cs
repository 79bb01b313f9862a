using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

/// <summary>The services of a ledger at one time.</summary>
/// <param name="Mark">Stands for identities and filters: another one when any of these has changed.</param>
/// <param name="Services">The services.</param>
internal sealed record ServiceSnapshot(string Mark, IReadOnlyList<ServiceRow> Services);
