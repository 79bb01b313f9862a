using Xunit.Sdk;
using Xunit.v3;

// They measure, and what runs beside counts with it.
[assembly: Parallelization(Mode = ParallelMode.None)]
