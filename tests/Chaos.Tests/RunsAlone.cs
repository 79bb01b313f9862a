// Each of them stops servers that all use.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
