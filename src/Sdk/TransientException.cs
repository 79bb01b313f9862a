namespace Karton.Sdk;

/// <summary>
/// Something failed that may work when tried again. A consumer that throws it, or an exception around it, is run again
/// after a pause, until <see cref="KartonOptions.RetryLimit"/> is reached. Faults of the network and of the store are
/// retried without it.
/// </summary>
public class TransientException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public TransientException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public TransientException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one around its cause.</summary>
    public TransientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
