using Karton.Cli.Settings;

namespace Karton.Cli.Configure;

/// <summary>What each setting of a server is called when it is asked for.</summary>
internal static class Questions
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["Karton:RabbitMq:Hosts"] = "Nodes, each host or host:port, with commas between them",
        ["Karton:RabbitMq:VirtualHost"] = "Virtual host",
        ["Karton:RabbitMq:Username"] = "User",
        ["Karton:RabbitMq:Password"] = "Password",
        ["Karton:RabbitMq:QueueType"] = "Queues: classic for one node, quorum for a cluster",
        ["Karton:PostgreSql:Host"] = "Host",
        ["Karton:PostgreSql:Port"] = "Port",
        ["Karton:PostgreSql:Database"] = "Database",
        ["Karton:PostgreSql:Username"] = "User",
        ["Karton:PostgreSql:Password"] = "Password",
        ["Karton:S3:Endpoint"] = "Address, such as https://s3.example.com",
        ["Karton:S3:Bucket"] = "Bucket",
        ["Karton:S3:AccessKey"] = "Access key",
        ["Karton:S3:SecretKey"] = "Secret key",
        ["Karton:S3:Region"] = "Region",
        ["Karton:S3:PathStyle"] = "Does the bucket stand in the path of addresses?",
        ["Karton:S3:CaFile"] = "File of certificates to trust",
        ["Karton:S3:CreateBucket"] = "May the bucket be made when it is missing?",
        ["Tls:Enabled"] = "Is the connection encrypted (TLS)?",
        ["Tls:CaFile"] = "File of certificates to trust",
        ["Tls:CertificateFile"] = "File of the client's certificate",
        ["Tls:KeyFile"] = "File of its key",
        ["Tls:ServerName"] = "Name that the server's certificate must have",
    };

    /// <summary>The question; the name of the setting where there is no better one.</summary>
    public static string Of(KnownSetting setting) =>
        Words.GetValueOrDefault(setting.Key)
        ?? (IsOfTls(setting) ? Words.GetValueOrDefault($"Tls:{setting.Property.Name}") : null)
        ?? setting.Key;

    /// <summary>Whether it is about encryption.</summary>
    public static bool IsOfTls(KnownSetting setting) => setting.Key.Contains(":Tls:", StringComparison.Ordinal);
}
