namespace Karton.LoadTest.Roles;

/// <summary>What a process of a scenario is there for.</summary>
internal interface IRole : IAsyncDisposable
{
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Does what a line says, and answers.</summary>
    /// <param name="verb">The first word of the line.</param>
    /// <param name="arguments">The others.</param>
    /// <param name="cancellationToken">The process is to end.</param>
    Task<string> DoAsync(string verb, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
