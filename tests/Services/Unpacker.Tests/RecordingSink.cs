using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Tests;

/// <summary>Keeps what comes out of an archive.</summary>
internal sealed class RecordingSink : IExtractionSink
{
    public List<(string Name, byte[] Content)> Entries { get; } = [];

    public List<(string Reason, string Message, string? Subject)> Refusals { get; } = [];

    /// <summary>The most bytes that one entry gave, whether it was kept or not.</summary>
    public long LargestEntry { get; private set; }

    public IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    public IEnumerable<string> Reasons => Refusals.Select(refusal => refusal.Reason);

    public string Text(string name) => Encoding.UTF8.GetString(Entries.Single(entry => entry.Name == name).Content);

    public async Task TakeAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        try
        {
            await content.CopyToAsync(kept, cancellationToken);
        }
        finally
        {
            LargestEntry = Math.Max(LargestEntry, kept.Length);
        }

        Entries.Add((name, kept.ToArray()));
    }

    public void Refuse(string reason, string message, string? subject) => Refusals.Add((reason, message, subject));
}
