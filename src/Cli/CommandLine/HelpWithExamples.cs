using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Karton.Cli.CommandLine;

/// <summary>The help of a command, with what is best learnt from examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<Command, string> further)
    : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (further.TryGetValue(parseResult.CommandResult.Command, out var text))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        }

        return ExitCode.Success;
    }
}
