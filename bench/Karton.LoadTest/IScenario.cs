using System.CommandLine;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest;

/// <summary>One thing that is measured.</summary>
internal interface IScenario
{
    /// <summary>Its word on the command line.</summary>
    string Name { get; }

    string Description { get; }

    /// <summary>What it can be told besides what every scenario can.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <exception cref="LoadTestException">It cannot be measured here, for a reason that people can do something
    /// about.</exception>
    Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken);
}
