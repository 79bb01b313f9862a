namespace Karton.LoadTest.Scenarios.Throughput;

/// <summary>What is handed in.</summary>
/// <param name="Tasks">How many tasks altogether.</param>
/// <param name="Tree">How many tasks an analysis has.</param>
/// <param name="InFlight">How many roots are handed in at once.</param>
internal sealed record Load(int Tasks, int Tree, int InFlight)
{
    internal int Roots => Math.Max(1, Tasks / Tree);

    internal int Children => Tree - 1;

    internal int AllTasks => Roots * Tree;
}
