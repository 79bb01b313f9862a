using Karton.Cli;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

using var interruption = new Interruption();
var time = TimeProvider.System;
var commandLine = new KartonCommandLine(Terminal.OfProcess(), new EngineFactory(time), time);
return await commandLine.RunAsync(args, interruption.Token);
