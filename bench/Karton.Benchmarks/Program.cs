using BenchmarkDotNet.Running;
using Karton.Benchmarks;

var chosen = args.Length > 0 ? args : ["--filter", "*"];
BenchmarkSwitcher.FromTypes(Suite.Types()).Run(chosen, Suite.Config());
