namespace Karton.LoadTest.Scenarios.Cold;

/// <summary>What a process comes to on its way, in this order.</summary>
internal enum Phase
{
    /// <summary>The runtime is up; <c>Main</c> follows.</summary>
    Main,

    /// <summary>The host is built.</summary>
    Built,

    /// <summary>The host, and so the engine, is started.</summary>
    Started,

    /// <summary>The first task is being published: the sample is stored and its analysis recorded.</summary>
    SampleIn,

    /// <summary>The first consumer is being called.</summary>
    Consuming,

    /// <summary>The end of the analysis is being published.</summary>
    Completed,
}
