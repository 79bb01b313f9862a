using Karton.LoadTest.Scenarios.Cold;

/// <summary>Where the runtime begins in a process that has <c>DOTNET_STARTUP_HOOKS</c> set to this program, before
/// <c>Main</c>. It finds the class by this name, outside of any namespace.</summary>
internal static class StartupHook
{
    public static void Initialize() => PhaseMarks.Begin();
}
