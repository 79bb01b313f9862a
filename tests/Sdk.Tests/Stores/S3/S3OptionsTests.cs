using Karton.Sdk.Stores.S3;

namespace Karton.Sdk.Tests.Stores.S3;

public sealed class S3OptionsTests
{
    private static readonly string[] Expected =
        ["Endpoint is 'nowhere'", "Bucket is 'Not/A/Bucket'", "AccessKey", "Region", "/no/such/file.pem"];

    [Fact]
    public void Are_right_by_default() => Assert.Empty(S3OptionsValidator.Faults(new S3Options()));

    [Fact]
    public void Name_every_fault_at_once_and_no_secret()
    {
        var faults = S3OptionsValidator.Faults(new S3Options
        {
            Endpoint = "ftp://user:pass-word@nowhere",
            Bucket = "Not/A/Bucket",
            SecretKey = "very-secret",
            Region = "",
            CaFile = "/no/such/file.pem",
        });

        Assert.Equal(5, faults.Count);
        Assert.All(
            Expected.Zip(faults),
            pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("secret", StringComparison.Ordinal)
            || fault.Contains("pass-word", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("localhost:9000")]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("http://host/path")]
    [InlineData("http://key:secret@host")]
    [InlineData("http://host?query")]
    public void Want_the_address_of_a_server(string endpoint) => Assert.Contains(
        "Karton:S3:Endpoint is", Assert.Single(S3OptionsValidator.Faults(new S3Options { Endpoint = endpoint })),
        StringComparison.Ordinal);
}
