namespace Karton.Sdk.Stores.S3;

/// <summary>Where contents are kept; read from the configuration section <c>Karton:S3</c>. Any server that speaks S3
/// will do.</summary>
public sealed class S3Options
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:S3";

    /// <summary>The address of the server, such as <c>http://localhost:9000</c> or <c>https://s3.example.com</c>. With
    /// <c>https</c> the certificate is verified. Default <c>http://localhost:9000</c>.</summary>
    public string Endpoint { get; set; } = "http://localhost:9000";

    /// <summary>The bucket. Default <c>karton</c>.</summary>
    public string Bucket { get; set; } = "karton";

    /// <summary>The access key. Default: none, for servers that let anybody in.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret key of <see cref="AccessKey"/>. Default: none.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The region that requests are signed for. Default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Whether the bucket stands in the path and not in the name of the host. Default
    /// <see langword="true"/>.</summary>
    public bool PathStyle { get; set; } = true;

    /// <summary>The file with the certificates (PEM) of the authorities to trust, besides those of the system. Default:
    /// those of the system alone.</summary>
    public string? CaFile { get; set; }

    /// <summary>Whether the bucket is made when it is missing. Default <see langword="true"/>.</summary>
    public bool CreateBucket { get; set; } = true;
}
