using Xunit.Sdk;
using Xunit.v3;

// Each of them stops servers that all use.
[assembly: Parallelization(Mode = ParallelMode.None)]
