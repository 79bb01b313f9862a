using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Minio.DataModel.Args;

namespace Karton.Sdk.Stores.S3;

/// <summary>Makes sure that the bucket is there, and that the server removes what processes that died have left: the
/// parts of uploads that were never completed, and contents that never came to their key.</summary>
internal sealed partial class BucketSetup(S3Connection connection) : IDisposable
{
    private const string RuleForUploads = "karton-aborted-uploads";
    private const string RuleForIncoming = "karton-incoming";
    private const int DaysToAbort = 7;
    private const int DaysToExpire = 1;

    private readonly ILogger _logger = connection.Logger;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _isReady;

    private string Name => connection.Options.Bucket;

    public void Dispose() => _turn.Dispose();

    /// <summary>Does it once.</summary>
    internal async Task MakeReadyAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_isReady)
            {
                await connection.Attempts.RunAsync(
                    async stop =>
                    {
                        await MakeAsync(stop);
                        return true;
                    },
                    cancellationToken);
                _isReady = true;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Does it now; returns whether the bucket was made.</summary>
    /// <exception cref="S3Exception">The server does not let us.</exception>
    internal async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        var isMade = false;
        if (!await IsThereAsync(cancellationToken))
        {
            await MakeBucketAsync(cancellationToken);
            isMade = true;
            Made(Name, connection.Options.Endpoint);
        }

        await AddLifecycleRulesAsync(cancellationToken);
        return isMade;
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Sdk.BucketExistsAsync(new BucketExistsArgs().WithBucket(Name), cancellationToken);
        }
        catch (S3Exception e) when (e.Status == HttpStatusCode.NotFound && connection.Options.CreateBucket)
        {
            return false;
        }
        catch (S3Exception e) when (e.Status != HttpStatusCode.NotFound)
        {
            // The answer to HEAD has no body that says why, so ask again by GET.
            using var _ = await connection.SendAsync(
                HttpMethod.Get, "", "list-type=2&max-keys=1", content: null, cancellationToken);
            return true;
        }
    }

    private async Task MakeBucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.Sdk.MakeBucketAsync(
                new MakeBucketArgs().WithBucket(Name).WithLocation(connection.Options.Region), cancellationToken);
        }
        catch (S3Exception e) when (e.Code == "BucketAlreadyOwnedByYou")
        {
            // Another process was faster.
        }
    }

    // The SDK's model of a rule leaves out the days and whatever it does not know, so to write back what it has read
    // would spoil the rules of others.
    private async Task AddLifecycleRulesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rules = await ReadRulesAsync(cancellationToken);
            var names = rules.Descendants().Where(element => element.Name.LocalName == "ID")
                .Select(element => element.Value).ToList();
            var missing = NewRules(rules).Where(rule => !names.Contains(rule.Name)).ToList();
            if (missing.Count == 0)
            {
                return;
            }

            rules.Add(missing.Select(rule => rule.Rule));
            var body = Encoding.UTF8.GetBytes(rules.ToString(SaveOptions.DisableFormatting));
            using var content = new ByteArrayContent(body);
#pragma warning disable CA5351 // S3 wants it; it protects nothing.
            content.Headers.ContentMD5 = MD5.HashData(body);
#pragma warning restore CA5351
            using var _ = await connection.SendAsync(HttpMethod.Put, "", "lifecycle", content, cancellationToken);
        }
        catch (S3Exception e) when (!S3Faults.MayPass(e) || e.Status == HttpStatusCode.InternalServerError)
        {
            NoRule(Name, e.Message);
        }
    }

    private async Task<XElement> ReadRulesAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await connection.SendAsync(
                HttpMethod.Get, "", "lifecycle", content: null, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await XElement.LoadAsync(body, LoadOptions.None, cancellationToken);
        }
        catch (S3Exception e) when (e.Code == "NoSuchLifecycleConfiguration")
        {
            return new XElement(XName.Get("LifecycleConfiguration", "http://s3.amazonaws.com/doc/2006-03-01/"));
        }
    }

    private static (string Name, XElement Rule)[] NewRules(XElement rules)
    {
        var space = rules.Name.Namespace;
        var abort = new XElement(
            space + "AbortIncompleteMultipartUpload", new XElement(space + "DaysAfterInitiation", DaysToAbort));
        var expire = new XElement(space + "Expiration", new XElement(space + "Days", DaysToExpire));

        // A configuration is all of the old form, or all of the new one.
        var isOld = rules.Elements(space + "Rule").Any(rule => rule.Element(space + "Prefix") is not null);
        return
        [
            (RuleForUploads, Rule(RuleForUploads, ContentKey.Prefix, abort)),
            (RuleForIncoming, Rule(RuleForIncoming, ContentKey.Incoming, expire, abort)),
        ];

        XElement Rule(string name, string start, params XElement[] actions)
        {
            var prefix = new XElement(space + "Prefix", start);
            return new XElement(
                space + "Rule",
                new XElement(space + "ID", name),
                isOld ? prefix : new XElement(space + "Filter", prefix),
                new XElement(space + "Status", "Enabled"),
                actions);
        }
    }

    [LoggerMessage(1091, LogLevel.Information, "Made the bucket {Bucket} at {Endpoint}")]
    private partial void Made(string bucket, string endpoint);

    [LoggerMessage(1092, LogLevel.Information,
        "The bucket {Bucket} lacks a rule that removes uploads which were never completed: {Reason}")]
    private partial void NoRule(string bucket, string reason);
}
