using System.Xml.Linq;

namespace Karton.Architecture.Tests;

public sealed class ProjectArrowTests
{
    // Contracts <- Sdk <- Services, Tracking <- Gateway <- Cli: a project refers only to what is named here.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Karton.Contracts"] = [],
        ["Karton.Sdk"] = ["Karton.Contracts"],
        ["Karton.Sdk.Testing"] = ["Karton.Sdk"],
        ["Karton.Tracking"] = ["Karton.Sdk"],
        ["Karton.Services.Classifier"] = ["Karton.Sdk"],
        ["Karton.Services.Unpacker"] = ["Karton.Sdk"],
        ["Karton.Gateway"] = ["Karton.Tracking"],
        ["Karton.Cli"] = ["Karton.Gateway", "Karton.Services.Classifier", "Karton.Services.Unpacker"],
    };

    public static TheoryData<string> SourceProjects =>
        new(Repository.Projects("src").Select(Repository.Relative));

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_refers_only_to_those_below_it(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var references = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is not in the table of projects.");
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Contracts_depends_on_the_abstractions_of_MassTransit_alone()
    {
        var packages = References(Path.Combine("src", "Contracts", "Karton.Contracts.csproj"), "PackageReference");

        Assert.Equal(["MassTransit.Abstractions"], packages);
    }

    [Fact]
    public void MassTransit_stays_on_its_last_free_line()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Where(package => package.Attribute("Include")!.Value.StartsWith("MassTransit", StringComparison.Ordinal))
            .Select(package => package.Attribute("Version")!.Value);

        Assert.All(versions, version => Assert.Equal("[8.5.12]", version));
    }

    [Fact]
    public void No_project_names_a_version_of_a_package()
    {
        var named = Repository.Projects("src").Concat(Repository.Projects("tests"))
            .Where(project => XDocument.Load(project).Descendants("PackageReference")
                .Any(package => package.Attribute("Version") is not null));

        Assert.Empty(named);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Karton.sln")).Replace('\\', '/');
        var projects = Repository.Projects("src").Concat(Repository.Projects("tests"))
            .Select(project => Repository.Relative(project).Replace('\\', '/'));

        Assert.All(projects, project => Assert.Contains(project, solution, StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants(element)
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));
}
