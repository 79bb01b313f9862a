namespace Karton.Services.Unpacker.Extraction;

/// <summary>Gets what comes out of an archive.</summary>
internal interface IExtractionSink
{
    /// <summary>Takes one entry, all of it or, when <paramref name="content"/> throws, nothing.</summary>
    /// <param name="name">The entry's name: data, never a path.</param>
    /// <param name="content">The contents; read forward, once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task TakeAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Is told of what is not unpacked.</summary>
    /// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="message">A sentence for a person.</param>
    /// <param name="subject">The entry's name; <see langword="null"/> when it is the archive.</param>
    void Refuse(string reason, string message, string? subject);
}
