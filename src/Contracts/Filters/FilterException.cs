namespace Karton.Contracts.Filters;

/// <summary>
/// Filters that cannot be compiled. The message names the place (such as <c>rule 0, 'platform.$in'</c>), the value
/// found there and what to do about it.
/// </summary>
public sealed class FilterException : Exception
{
    /// <summary>Makes the exception.</summary>
    public FilterException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public FilterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
