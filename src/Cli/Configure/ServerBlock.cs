using Karton.Cli.Settings;

namespace Karton.Cli.Configure;

/// <summary>The settings of one server, in the order in which they are asked.</summary>
/// <param name="Server">What people call it.</param>
/// <param name="Section">Its section.</param>
/// <param name="Questions">The names of the settings below the section.</param>
internal sealed record ServerBlock(string Server, string Section, IReadOnlyList<string> Questions)
{
    private const string Tls = "Tls:";

    public static IReadOnlyList<ServerBlock> All { get; } =
    [
        new("RabbitMQ", "Karton:RabbitMq",
        [
            "Hosts", "VirtualHost", "Username", "Password", "QueueType",
            "Tls:Enabled", "Tls:CaFile", "Tls:CertificateFile", "Tls:KeyFile", "Tls:ServerName",
        ]),
        new("PostgreSQL", "Karton:PostgreSql",
        [
            "Host", "Port", "Database", "Username", "Password",
            "Tls:Enabled", "Tls:CaFile", "Tls:CertificateFile", "Tls:KeyFile", "Tls:ServerName",
        ]),
        new("S3", "Karton:S3",
        [
            "Endpoint", "Bucket", "AccessKey", "SecretKey", "Region", "PathStyle", "CreateBucket", "CaFile",
        ]),
    ];

    /// <summary>The settings that are to be asked for, given the answers so far.</summary>
    public IEnumerable<KnownSetting> Settings(Func<string, string?> value)
    {
        foreach (var question in Questions)
        {
            var isOfTls = question.StartsWith(Tls, StringComparison.Ordinal) && question != "Tls:Enabled";
            var isPlain = isOfTls
                ? !string.Equals(value($"{Section}:Tls:Enabled"), "true", StringComparison.OrdinalIgnoreCase)
                : question == "CaFile"
                    && value($"{Section}:Endpoint")?.StartsWith("https", StringComparison.Ordinal) != true;
            if (!isPlain)
            {
                yield return KnownSettings.Find($"{Section}:{question}")!;
            }
        }
    }
}
