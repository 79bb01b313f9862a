using System.Text.Json;
using Karton.Contracts.Data;
using Karton.Contracts.Filters.Compilation;

namespace Karton.Contracts.Filters;

/// <summary>
/// The compiled filters of a service: which tasks it wants, in the language of karton 5.9. A list of rules, any of
/// which may match; a rule is an object of conditions on headers, all of which must hold. Immutable, and safe to use
/// from many threads.
/// </summary>
/// <remarks>
/// It differs from karton on purpose where karton has a fault:
/// <list type="bullet">
/// <item>A malformed or unknown operator is refused here; karton fails when a task meets it. Methods of karton's own
/// that can be called as operators there are unknown here.</item>
/// <item>A wildcard covers the whole text, as karton documents; karton 5.9 looks for it at the end only, so that
/// <c>win*</c> takes <c>darwin</c> too.</item>
/// <item>Where karton fails over a value it did not expect (<c>$mod</c> of a string, <c>$exists</c> inside what is
/// missing), that one condition does not hold.</item>
/// <item>A regular expression has at most 1000 characters. It is searched for in linear time; one that needs
/// backtracking (look-around, references to groups) has 100 ms, and a search that takes longer found nothing. Python's
/// options <c>a</c> and <c>L</c> and <c>\N{...}</c> are refused. <c>\b</c> at combining marks and joiners, and ignoring
/// the case of "ſ", follow .NET; letters and digits beyond U+FFFF are not known as such.</item>
/// </list>
/// </remarks>
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
    /// The topic patterns that let every task through that these filters match; each once, <c>any</c> included. Empty
    /// when there are no rules.
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

    /// <summary>
    /// Says why a task with these headers is wanted or not: what each rule decides, and by which condition.
    /// </summary>
    /// <param name="headers">The headers that filters see, <see cref="KartonTask.EffectiveHeaders"/>.</param>
    public FilterExplanation Explain(DataMap headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return FilterExplainer.Explain(_rules, headers);
    }
}
