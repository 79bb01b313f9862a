namespace Karton.Sdk;

/// <summary>
/// Makes a consumer of tasks a service. What the service wants stands in <see cref="AcceptsAttribute"/>, what it does
/// in <see cref="System.ComponentModel.DescriptionAttribute"/>.
/// </summary>
/// <param name="identity">Its unique name, which is also its queue's: 1 to 120 of <c>A-Z a-z 0-9 . _ -</c>, such as
/// <c>karton.classifier</c>. Replicas share it.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KartonServiceAttribute(string identity) : Attribute
{
    /// <summary>The unique name.</summary>
    public string Identity { get; } = identity;

    /// <summary>The version of the service. Default: none.</summary>
    public string? Version { get; init; }

    /// <summary>How long one delivery may take, its repeats included, before its token is cancelled: 0 to 86,400
    /// seconds, where 0 means without limit. Default 300.</summary>
    /// <remarks>A consumer that then throws has crashed by timeout. One that returns within
    /// <see cref="KartonOptions.CancellationGrace"/> has finished. One that does neither is left to itself: its
    /// delivery ends as crashed by timeout, and what it still publishes is refused by an exception.</remarks>
    public int TimeoutSeconds { get; init; } = 300;

    /// <summary>How many deliveries it works on at once: 0 to 1,024, where 0 means one for each processor.
    /// Default 0.</summary>
    public int Concurrency { get; init; }

    /// <summary>Whether its queue outlives its instances, so that tasks wait for it. Default
    /// <see langword="true"/>.</summary>
    public bool IsPersistent { get; init; } = true;
}
