namespace Karton.LoadTest.Roles;

/// <summary>A role with a folder that is deleted after it.</summary>
internal sealed class TemporaryFolderRole(DirectoryInfo folder, IRole role) : IRole
{
    public Task StartAsync(CancellationToken cancellationToken) => role.StartAsync(cancellationToken);

    public Task<string> DoAsync(string verb, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        role.DoAsync(verb, arguments, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await role.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
