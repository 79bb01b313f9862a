namespace Karton.Chaos.Faults;

/// <summary>Something that goes wrong.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its row in the table.</param>
/// <param name="StrikeAsync">Does it once, and makes it good again where that does not happen by itself.</param>
/// <param name="Pause">How long everything runs undisturbed before it strikes again.</param>
internal sealed record Fault(
    string Name, string Title, Func<Stage, CancellationToken, Task> StrikeAsync, TimeSpan Pause);
