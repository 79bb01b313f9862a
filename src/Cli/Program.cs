using Karton.Cli;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

using var interruption = new Interruption();
var commandLine = new KartonCommandLine(Terminal.OfProcess(), new EmbeddedEngineFactory(TimeProvider.System), TimeProvider.System);
return await commandLine.RunAsync(args, interruption.Token);
