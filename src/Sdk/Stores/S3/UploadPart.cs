namespace Karton.Sdk.Stores.S3;

/// <summary>A part of an upload.</summary>
/// <param name="Index">Counts from zero.</param>
/// <param name="Body">Makes its body anew for each attempt; the source is to be put off as long as the transfer
/// moves.</param>
/// <param name="Sent">Called when it was sent at the first attempt; one that was given up may still read what it lies
/// in.</param>
internal sealed record UploadPart(int Index, Func<CancellationTokenSource, HttpContent> Body, Action? Sent = null);
