using System.Reflection;
using System.Xml.Linq;
using Karton.Architecture.Tests;

namespace Karton.Deployment.Tests;

public sealed class DockerfileTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly Dockerfile File = Dockerfile.Read();

    [Fact]
    public void What_is_copied_exists_and_is_not_ignored()
    {
        var allowed = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"))
            .Where(line => line.StartsWith('!'))
            .Select(line => line[1..])
            .ToList();
        var copied = File.Copied.ToList();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"No {path}."));
        Assert.All(copied, path => Assert.Contains(allowed, allow =>
            path.TrimEnd('/') == allow || path.StartsWith(allow + "/", Ordinal)));
    }

    [Fact]
    public void Every_project_of_the_program_is_restored_before_the_sources_are_copied()
    {
        var projects = ProjectsOf("src/Cli/Karton.Cli.csproj").Order();
        var copied = File.Copied.Where(path => path.EndsWith(".csproj", Ordinal)).Order();

        Assert.Equal(projects, copied);
    }

    [Fact]
    public void Base_images_have_the_version_that_the_projects_are_built_for()
    {
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Descendants("TargetFramework").Single().Value["net".Length..];

        Assert.All(File.Of("FROM"), image => Assert.Matches($"^mcr[.]microsoft[.]com/dotnet/[a-z]+:{version}-", image));
    }

    [Fact]
    public void The_last_image_has_the_frameworks_that_the_program_needs()
    {
        var program = typeof(DockerfileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "KartonProgram").Value!;
        var runtime = System.IO.File.ReadAllText(Path.ChangeExtension(program, "runtimeconfig.json"));
        var needsWeb = runtime.Contains("Microsoft.AspNetCore.App", Ordinal);

        var image = File.LastStage.Of("FROM").Single();

        Assert.StartsWith($"mcr.microsoft.com/dotnet/{(needsWeb ? "aspnet" : "runtime")}:", image, Ordinal);
    }

    [Fact]
    public void The_program_is_what_runs_and_nobody_is_root()
    {
        var last = File.LastStage;

        Assert.Equal(["""["/app/karton"]"""], last.Of("ENTRYPOINT"));
        Assert.Equal("$APP_UID", last.Of("USER").Last());
        Assert.Contains(last.Of("RUN"), run => run.Contains(" libmagic1", Ordinal));
    }

    [Fact]
    public void The_health_test_of_the_containers_is_in_the_image()
    {
        var places = File.LastStage.Of("COPY").Select(arguments => arguments.Split(' ')[^1]);
        var tests = ComposeFile.Read().OfKarton.Where(service => service.HealthTest.Count > 0)
            .Select(service => service.HealthTest[1]);

        Assert.All(tests, test => Assert.Contains($"/usr/local/bin/{test}", places));
    }

    private static HashSet<string> ProjectsOf(string project)
    {
        var found = new HashSet<string> { project };
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;
        var references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value)));
        foreach (var reference in references)
        {
            found.UnionWith(ProjectsOf(Repository.Relative(reference)));
        }

        return found;
    }
}
