namespace Karton.Sdk;

/// <summary>Where Karton runs; the setting <c>Karton:Engine</c>.</summary>
public enum KartonEngine
{
    /// <summary>In one process, with nothing installed. The default.</summary>
    Embedded,

    /// <summary>In any number of processes, on RabbitMQ, PostgreSQL and S3.</summary>
    Distributed,
}
