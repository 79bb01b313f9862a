using System.Text;
using System.Text.Json;
using Karton.Cli.Text;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Cli.Match;

/// <summary>Asks filters about headers.</summary>
internal sealed class MatchHandler(Terminal terminal)
{
    public const int Match = 0;
    public const int NoMatch = 1;
    public const int BadInput = 2;

    private const string StandardInput = "-";

    /// <summary>Answers one question with the exit code.</summary>
    public async Task<int> RunAsync(string filtersJson, string headersJson, bool explains)
    {
        try
        {
            var filter = TaskFilter.Parse(filtersJson);
            var headers = ParseHeaders(headersJson);
            if (explains)
            {
                await ExplainAsync(filter.Explain(headers));
            }

            return filter.Matches(headers) ? Match : NoMatch;
        }
        catch (FilterException e)
        {
            terminal.Complain(Line(e));
            return BadInput;
        }
    }

    /// <summary>Answers each line of a file.</summary>
    public async Task<int> RunBatchAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = file == StandardInput ? terminal.InputStream : File.OpenRead(file);
            using var lines = new StreamReader(input, Encoding.UTF8);
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                await terminal.Output.WriteLineAsync(Answer(line));
            }

            return Match;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Complain($"'{TerminalText.Escape(file)}' cannot be read: {TerminalText.Escape(e.Message)}");
            return BadInput;
        }
        finally
        {
            await terminal.Output.FlushAsync(CancellationToken.None);
        }
    }

    private async Task ExplainAsync(FilterExplanation explanation)
    {
        await terminal.Output.WriteLineAsync(Shown(explanation.Summary));
        foreach (var rule in explanation.Rules)
        {
            await terminal.Output.WriteLineAsync($"  {Shown(rule.Text)}");
        }
    }

    private static string Answer(string line)
    {
        try
        {
            var question = ParseQuestion(line);
            var filter = TaskFilter.Compile(question.Filters);
            return filter.Matches(question.Headers) ? "true" : "false";
        }
        catch (FilterException e)
        {
            return $"error: {Line(e)}";
        }
    }

    private static (DataValue Filters, DataMap Headers) ParseQuestion(string line)
    {
        const string Expected = "Expected a JSON object with 'filters' and 'headers'";
        try
        {
            var map = DataMap.Parse(line);
            return map.TryGetValue("filters", out var filters) && map.TryGetValue("headers", out var headers)
                ? (filters, headers.AsMap() ?? throw new FilterException("The headers are no JSON object."))
                : throw new FilterException($"{Expected}; one of them is missing.");
        }
        catch (JsonException e)
        {
            throw new FilterException($"{Expected}: {e.Message}", e);
        }
    }

    private static DataMap ParseHeaders(string json)
    {
        try
        {
            return DataMap.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FilterException($"The headers are no JSON object: {e.Message}", e);
        }
    }

    private static string Line(FilterException fault) => Shown(fault.Message);

    private static string Shown(string text) => TerminalText.Escape(text, TerminalText.LongCells);
}
