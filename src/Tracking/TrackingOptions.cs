using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Karton.Tracking;

/// <summary>Settings of the ledger; read from the configuration section <c>Karton:Tracking</c>.</summary>
public sealed class TrackingOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:Tracking";

    /// <summary>The file of the database of the embedded engine; made if it is missing. No default.</summary>
    public string DatabasePath { get; set; } = "";

    /// <summary>How long recording may take: 100 milliseconds to 10 minutes. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RecordTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often lost deliveries are looked for: 100 milliseconds to 1 hour. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an instance must have been idle beside an open delivery of its service before that counts as
    /// lost: 1 second to 1 hour; should be more than two heartbeats. Default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an instance may be silent before it counts as gone: 1 second to 1 hour; should be more than
    /// two heartbeats. Default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the ledger of the distributed engine listens for services before it records what waits, when
    /// none has run for a while: up to 10 minutes; should be more than a heartbeat. Default 6 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ListenFirst { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How often a lost delivery is sent again before it ends as crashed: 0 to 100. Default 3.</summary>
    [Range(0, 100)]
    public int MaxResends { get; set; } = 3;

    /// <summary>How often deadlines are looked at: 100 milliseconds to 1 hour. Default 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan DeadlineInterval { get; set; } = TimeSpan.FromSeconds(1);
}

[OptionsValidator]
internal sealed partial class TrackingOptionsValidator : IValidateOptions<TrackingOptions>;
