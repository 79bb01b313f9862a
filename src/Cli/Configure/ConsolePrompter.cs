using System.Text;

namespace Karton.Cli.Configure;

/// <summary>Asks on the terminal of this process.</summary>
internal sealed class ConsolePrompter : IPrompter
{
    public bool CanAsk => !Console.IsInputRedirected;

    public async Task<string?> AskAsync(string question, bool isSecret, CancellationToken cancellationToken)
    {
        Console.Error.Write(question);

        // A read from a terminal cannot be cancelled; it ends with the process.
        return await Task.Run(() => isSecret ? ReadSecret() : Console.ReadLine(), cancellationToken)
            .WaitAsync(cancellationToken);
    }

    private static string ReadSecret()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    Console.Error.WriteLine();
                    return text.ToString();
                case { Key: ConsoleKey.Backspace }:
                    text.Length = Math.Max(0, text.Length - 1);
                    break;
                case { KeyChar: >= ' ' }:
                    text.Append(key.KeyChar);
                    break;
            }
        }
    }
}
