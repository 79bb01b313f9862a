using Karton.Cli.Engine;

namespace Karton.Cli.Tests.Engine;

public sealed class EngineDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_serves_one_process_at_a_time_and_then_the_next()
    {
        var path = _folder.At("data");
        using (EngineDirectory.Take(path))
        {
            var refused = Assert.Throws<EngineException>(() => EngineDirectory.Take(path));
            Assert.Contains(path, refused.Message, StringComparison.Ordinal);
            Assert.Contains($"by process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        }

        using var next = EngineDirectory.Take(path);
        Assert.Equal(path, next.Path);
    }

    [Fact]
    public void A_file_is_no_data_directory()
    {
        var file = _folder.File("data");

        var refused = Assert.Throws<EngineException>(() => EngineDirectory.Take(file));

        Assert.Equal($"The data directory {file} is a file. Name a directory with --data.", refused.Message);
    }

    [Fact]
    public void A_temporary_directory_goes_when_it_is_disposed()
    {
        var directory = EngineDirectory.TakeTemporary();
        File.WriteAllText(directory.Database, "a ledger");

        directory.Dispose();

        Assert.False(Directory.Exists(directory.Path));
    }

    [Fact]
    public void What_killed_processes_have_left_is_deleted_and_what_others_use_is_not()
    {
        using var used = EngineDirectory.TakeTemporary();
        var abandoned = Directory.CreateTempSubdirectory("karton-analyze-").FullName;
        File.WriteAllText(Path.Combine(abandoned, "sample"), "left");

        using var next = EngineDirectory.TakeTemporary();

        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(used.Path));
    }

    [Fact]
    public async Task Many_that_start_at_once_each_have_a_directory_of_their_own()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(EngineDirectory.TakeTemporary)));

        Assert.All(taken, directory => Assert.True(Directory.Exists(directory.Path)));
        Assert.Equal(taken.Length, taken.Select(directory => directory.Path).Distinct().Count());
        foreach (var directory in taken)
        {
            directory.Dispose();
        }
    }
}
