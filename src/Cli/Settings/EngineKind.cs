namespace Karton.Cli.Settings;

/// <summary>Where everything runs.</summary>
internal enum EngineKind
{
    /// <summary>In memory, in files and in SQLite, in this process.</summary>
    Embedded,

    /// <summary>On RabbitMQ, PostgreSQL and S3, in any number of processes.</summary>
    Distributed,
}
