using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Karton.LoadTest.Scenarios.Cold;

/// <summary>When a process came to each phase, by <see cref="Stopwatch"/>, which all processes of a machine share. The
/// process is a program that knows nothing of it; at its end it leaves a file.</summary>
internal sealed class PhaseMarks
{
    /// <summary>The environment variable that names the file.</summary>
    internal const string Variable = "KARTON_LOADTEST_MARKS";

    private readonly ConcurrentDictionary<Phase, long> _marks = [];

    /// <summary>Called in the program that is measured, before its <c>Main</c>.</summary>
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            var marks = new PhaseMarks();
            marks.Reach(Phase.Main);
            DiagnosticListener.AllListeners.Subscribe(new HostWatch(marks));
            AppDomain.CurrentDomain.ProcessExit += (_, _) => marks.Write(path);
        }
    }

    /// <summary>Reads what a process has left.</summary>
    internal static Dictionary<Phase, long> Read(string path) => File.ReadLines(path)
        .Select(line => line.Split(' '))
        .ToDictionary(
            words => Enum.Parse<Phase>(words[0]), words => long.Parse(words[1], CultureInfo.InvariantCulture));

    /// <summary>Only the first time counts.</summary>
    internal void Reach(Phase phase) => _marks.TryAdd(phase, Stopwatch.GetTimestamp());

    private void Write(string path) => File.WriteAllLines(
        path, _marks.Select(mark => string.Create(CultureInfo.InvariantCulture, $"{mark.Key} {mark.Value}")));
}
