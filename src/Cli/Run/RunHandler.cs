using Karton.Cli.Engine;
using Karton.Cli.Settings;
using Karton.Cli.Up;
using Karton.Sdk;

namespace Karton.Cli.Run;

/// <summary>Keeps a process of the distributed engine running until it is asked to stop.</summary>
internal sealed class RunHandler(Terminal terminal, IAnalysisEngineFactory engines)
{
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(
        Parts parts, bool isDebug, SettingsRequest request, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(terminal, request);
        if (settings.Engine == KartonEngine.Embedded)
        {
            throw new EngineException(
                $"'karton run' runs parts of the distributed engine, but {settings.EngineOrigin} says embedded. Give "
                + "--engine distributed, or use 'karton up', which runs everything in one process.");
        }

        if (isDebug && parts.HasFlag(Parts.Tracking))
        {
            throw new EngineException("--debug is for services: tracking cannot only look on. Leave one of them out.");
        }

        var engine = new EngineSettings
        {
            Kind = KartonEngine.Distributed,
            Settings = isDebug ? settings.With("Karton:Debug", "true") : settings,
            Parts = parts,
            IsPatient = true,
            IsVerbose = true,
            WriteLog = terminal.Error.WriteLine,
        };
        var names = string.Join(", ", Enum.GetValues<Parts>()
            .Where(part => part is not (Parts.None or Parts.All) && parts.HasFlag(part))
            .Select(part => part.ToString().ToLowerInvariant()));
        return new UpHandler(terminal, engines).KeepAsync(
            engine, isDebug ? $"with {names}, looking on" : $"with {names}", cancellationToken);
    }
}
