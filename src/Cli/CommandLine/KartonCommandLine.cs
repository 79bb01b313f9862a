using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Karton.Cli.Analyze;
using Karton.Cli.Browse;
using Karton.Cli.Configure;
using Karton.Cli.Engine;
using Karton.Cli.Match;
using Karton.Cli.Run;
using Karton.Cli.Services;
using Karton.Cli.Status;
using Karton.Cli.Submit;
using Karton.Cli.Text;
using Karton.Cli.Up;

namespace Karton.Cli.CommandLine;

/// <summary>The <c>karton</c> command: its parts, its help, and what happens when it is used wrongly.</summary>
internal sealed class KartonCommandLine
{
    private const int WidestHelp = 100;

    private const string Description =
        """
        Takes suspicious files apart: classifies each, unpacks what is an archive, follows every child to
        the end, and shows the whole tree. Nothing needs to be installed or set up; when one machine is not
        enough, the same runs on RabbitMQ, PostgreSQL and S3.
        """;

    private const string Examples =
        """
        Begin with:
          karton analyze suspicious.zip      take one file apart and show its tree

        Then:
          karton analyze --json DIR | jq .   one JSON document for each file below DIR
          karton up                          keep an engine running on your data folder
          karton COMMAND --help              what a command can do, with examples
        """;

    private readonly Terminal _terminal;
    private readonly RootCommand _root;
    private readonly MatchCommand _match;

    public KartonCommandLine(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
    {
        _terminal = terminal;
        _match = new MatchCommand(terminal);
        ICliCommand[] commands =
        [
            new AnalyzeCommand(terminal, engines, time),
            new UpCommand(terminal, engines),
            new RunCommand(terminal, engines),
            new SubmitCommand(terminal, engines, time),
            new StatusCommand(terminal, engines, time),
            new ListCommand(terminal, engines, time),
            new TreeCommand(terminal, engines),
            new ServicesCommand(terminal, engines, time),
            new ConfigureCommand(terminal, time),
            _match,
        ];
        _root = new RootCommand(Description);
        var examples = new Dictionary<Command, string> { [_root] = Examples };
        foreach (var command in commands)
        {
            _root.Add(command.Command);
            examples[command.Command] = command.Examples;
        }

        UseHelp(examples);
        UseVersion();
    }

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        // A file may well be called @something: that is its name, not a list of further arguments.
        var parsed = _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return Explain(parsed);
        }

        try
        {
            return await parsed.InvokeAsync(Streams(_terminal.Error), cancellationToken);
        }
        catch (EngineException e)
        {
            foreach (var fault in e.Faults)
            {
                Complain(fault);
            }

            return parsed.CommandResult.Command == _match.Command ? MatchHandler.BadInput : ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _terminal.Complain("stopped.");
            return ExitCode.Interrupted;
        }
    }

    private int Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command != _root)
        {
            foreach (var error in parsed.Errors)
            {
                Complain(error.Message);
            }

            _terminal.Error.WriteLine($"'karton {command.Name} --help' tells how to use it.");
            return command == _match.Command ? MatchHandler.BadInput : ExitCode.BadInput;
        }

        if (parsed.UnmatchedTokens.Count == 0)
        {
            _root.Parse("--help").Invoke(Streams(_terminal.Error));
            return ExitCode.BadInput;
        }

        var commands = string.Join(", ", _root.Subcommands.Select(known => known.Name));
        Complain($"'{parsed.UnmatchedTokens[0]}' is neither a command nor an option. The commands are {commands}.");
        _terminal.Error.WriteLine("'karton --help' tells how to use them.");
        return ExitCode.BadInput;
    }

    // What was typed may hold the hostile names that a shell put in for a star.
    private void Complain(string message) =>
        _terminal.Complain(TerminalText.Escape(message, TerminalText.LongCells));

    private InvocationConfiguration Streams(TextWriter error) => new()
    {
        Output = _terminal.Output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    private void UseHelp(Dictionary<Command, string> examples)
    {
        var help = _root.Options.OfType<HelpOption>().Single();
        var action = (HelpAction)help.Action!;
        action.MaxWidth = Math.Min(action.MaxWidth, WidestHelp);
        help.Action = new HelpWithExamples(action, examples);
        help.Description = "Shows this help.";
    }

    private void UseVersion()
    {
        var version = _root.Options.OfType<VersionOption>().Single();
        version.Action = new VersionAction();
        version.Description = "Shows the version.";
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(KartonCommandLine).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            parseResult.InvocationConfiguration.Output.WriteLine($"karton {version.Split('+')[0]}");
            return ExitCode.Success;
        }
    }
}
