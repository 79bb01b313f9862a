using System.Text.Json;
using Karton.Contracts.Data;
using Karton.Contracts.Filters.Compilation;

namespace Karton.Contracts.Filters;

/// <summary>
/// The compiled filters of a service: which tasks it wants. Immutable, and safe to use from many threads.
/// </summary>
public sealed class TaskFilter
{
    private readonly FilterRule[] _rules;

    private TaskFilter(DataValue written, FilterRule[] rules, IReadOnlyList<string> bindingKeys)
    {
        Rules = written;
        _rules = rules;
        BindingKeys = bindingKeys;
    }

    /// <summary>
    /// The topic patterns that let every task through that these filters match; each once, <c>any</c> included. Empty when
    /// there are no rules.
    /// </summary>
    public IReadOnlyList<string> BindingKeys { get; }

    /// <summary>The filters as they were written.</summary>
    public DataValue Rules { get; }

    /// <summary>Compiles filters from JSON text.</summary>
    /// <exception cref="FilterException"><paramref name="json"/> is no JSON, or no valid filters.</exception>
    public static TaskFilter Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return Compile(DataValue.Parse(json));
        }
        catch (JsonException e)
        {
            throw new FilterException($"The filters are no JSON: {e.Message}", e);
        }
    }

    /// <summary>Compiles filters: a list of rules, or a single rule.</summary>
    /// <exception cref="FilterException">The filters are malformed; the message says where and what to do.</exception>
    public static TaskFilter Compile(DataValue rules)
    {
        var written = RuleCompiler.RulesOf(rules);
        return new TaskFilter(rules, RuleCompiler.Compile(written), TopicBindings.For(written));
    }

    /// <summary>Whether a task with these headers is wanted.</summary>
    /// <param name="headers">The headers that filters see, <see cref="KartonTask.EffectiveHeaders"/>.</param>
    public bool Matches(DataMap headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var isWanted = false;
        foreach (var rule in _rules)
        {
            if ((isWanted && !rule.CanVeto) || rule.FirstUnmet(headers) is not null)
            {
                continue;
            }

            if (rule.FirstVeto(headers) is not null)
            {
                return false;
            }

            isWanted = true;
        }

        return isWanted;
    }
}
