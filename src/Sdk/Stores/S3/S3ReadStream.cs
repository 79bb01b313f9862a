using System.Net;
using System.Security.Cryptography;

namespace Karton.Sdk.Stores.S3;

/// <summary>Contents on their way from the server. When the connection breaks it goes on where it was; before it gives
/// out the last bytes it checks that the hash is right.</summary>
internal sealed class S3ReadStream : Stream
{
    private readonly S3Connection _connection;
    private readonly string _sha256;
    private readonly long _length;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource _disposed = new();
    private HttpResponseMessage? _response;
    private Stream? _body;
    private long _position;
    private bool _isVerified;

    internal S3ReadStream(S3Connection connection, string sha256, HttpResponseMessage response)
    {
        _connection = connection;
        _sha256 = sha256;
        _response = response;
        _length = response.Content.Headers.ContentLength
            ?? throw new IOException("The object store does not say how long an object is.");
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        if (buffer.Length == 0)
        {
            return 0;
        }

        var read = _position < _length ? await ReadSomeAsync(buffer, cancellationToken) : 0;
        _hash.AppendData(buffer.Span[..read]);
        _position += read;
        if (_position == _length && !_isVerified)
        {
            Verify();
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Some readers, such as those of archives, know no other way.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed.IsCancellationRequested)
        {
            _disposed.Cancel();
            Close(ref _response);
            _hash.Dispose();
            _disposed.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop.CancelAfter(S3Connection.StallLimit);
            try
            {
                _body ??= await OpenBodyAsync(stop.Token);
                var wanted = (int)Math.Min(buffer.Length, _length - _position);
                var read = await _body.ReadAsync(buffer[..wanted], stop.Token);
                return read > 0 ? read : throw new IOException("The answer ended too early.");
            }
            catch (Exception e) when (S3Faults.MayPass(e) && !cancellationToken.IsCancellationRequested)
            {
                Close(ref _response);
                if (S3Attempts.IsSpent(attempt))
                {
                    throw _connection.Faults.ForCallers(e);
                }

                await _connection.Attempts.PauseAsync(attempt, e, cancellationToken);
            }
            catch (S3Exception e)
            {
                throw e.IsMissing || e.Status == HttpStatusCode.RequestedRangeNotSatisfiable
                    ? new FileNotFoundException(
                        $"The contents with the hash {_sha256} were deleted from the object store at "
                        + $"{_connection.Options.Endpoint}, bucket {_connection.Options.Bucket}, while they were read.",
                        _sha256,
                        e)
                    : _connection.Faults.ForCallers(e);
            }
        }
    }

    private async Task<Stream> OpenBodyAsync(CancellationToken cancellationToken)
    {
        if (_response is null)
        {
            _response = await _connection.GetAsync(ContentKey.Of(_sha256), _position, cancellationToken);
            if (_position > 0 && _response.Content.Headers.ContentRange?.From != _position)
            {
                throw new IOException($"The server did not go on at byte {_position}.");
            }
        }

        return await _response.Content.ReadAsStreamAsync(cancellationToken);
    }

    private void Close(ref HttpResponseMessage? response)
    {
        response?.Dispose();
        response = null;
        _body = null;
    }

    private void Verify()
    {
        var actual = Convert.ToHexStringLower(_hash.GetHashAndReset());
        if (actual != _sha256)
        {
            throw new InvalidDataException(
                $"The object with the hash {_sha256} in the object store at {_connection.Options.Endpoint}, bucket "
                + $"{_connection.Options.Bucket}, is damaged: its {_length} bytes have the hash {actual}. Delete it "
                + "and store the contents again.");
        }

        _isVerified = true;
    }
}
