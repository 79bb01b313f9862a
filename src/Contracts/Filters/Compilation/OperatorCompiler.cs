using Karton.Contracts.Data;
using Karton.Contracts.Filters.Conditions;
using Karton.Contracts.Filters.Python;
using Karton.Contracts.Filters.Regexes;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>
/// Compiles the operators and refuses a malformed argument, which karton finds out when a task meets it.
/// </summary>
internal static class OperatorCompiler
{
    internal const string Exists = "$exists";
    internal const string Not = "$not";

    private const char OperatorMark = '$';

    internal static bool IsOperator(string key) => key.StartsWith(OperatorMark);

    internal static Condition Compile(string name, DataValue argument, FilterPlace place) => name switch
    {
        "$eq" => new EqualCondition(argument),
        "$ne" => new NotCondition(new EqualCondition(argument)),
        "$gt" => new OrderCondition(argument, order => order > 0),
        "$gte" => new OrderCondition(argument, order => order >= 0),
        "$lt" => new OrderCondition(argument, order => order < 0),
        "$lte" => new OrderCondition(argument, order => order <= 0),
        "$in" => new InCondition(ListArgument(name, argument, place)),
        "$nin" => new NotCondition(new InCondition(ListArgument(name, argument, place))),
        "$and" or "$all" => new AllCondition(CompileList(name, argument, place)),
        "$or" => new AnyCondition(CompileList(name, argument, place)),
        "$nor" => new NotCondition(new AnyCondition(CompileList(name, argument, place))),
        Not => new NotCondition(ConditionCompiler.Compile(argument, place)),
        "$elemMatch" => CompileElement(argument, place),
        "$size" => new SizeCondition(SizeArgument(argument, place)),
        "$type" => new TypeCondition(TypeNames.Find(argument) ?? throw place.Fault(argument, TypeNames.Problem)),
        "$mod" => CompileModulo(argument, place),
        "$regex" => CompileRegex(argument, place),
        Exists => CompileBareExists(argument, place),
        "$where" or "$text" => throw place.Fault(argument, $"asks for {name}, which is not supported. Leave it out."),
        "$options" => throw place.Fault(
            argument, "asks for $options, which is not supported. Write them into the expression: \"/win.*/i\"."),
        _ => throw place.Fault(argument, $"is the argument of {name}, which is no operator. The operators are: $eq $ne "
            + "$gt $gte $lt $lte $in $nin $and $or $nor $not $all $elemMatch $size $type $mod $regex $exists."),
    };

    internal static bool ExistsArgument(DataValue argument, FilterPlace place)
    {
        if (PythonEquality.AreEqual(new HeaderValue(argument), true))
        {
            return true;
        }

        return PythonEquality.AreEqual(new HeaderValue(argument), false)
            ? false
            : throw place.Fault(argument, "is neither true nor false, which is what $exists takes.");
    }

    private static IReadOnlyList<DataValue> ListArgument(string name, DataValue argument, FilterPlace place) =>
        argument.AsList() ?? throw place.Fault(
            argument, $"is no list, which is what {name} takes. Write {{\"{name}\": [...]}}.");

    private static Condition[] CompileList(string name, DataValue argument, FilterPlace place) =>
        [.. ListArgument(name, argument, place).Select((item, i) => ConditionCompiler.Compile(item, place.At(i)))];

    private static ElementCondition CompileElement(DataValue argument, FilterPlace place) =>
        new HeaderValue(argument).AsMap() is { } entries
            ? new ElementCondition(ConditionCompiler.CompileEntries(entries, place))
            : throw place.Fault(argument, "is no object with conditions, which is what $elemMatch takes. To look for a "
                + "plain item write {\"$elemMatch\": {\"$eq\": ...}}.");

    private static DataNumber SizeArgument(DataValue argument, FilterPlace place) =>
        PythonEquality.Numeric(argument) is { IsWhole: true } size
            ? size
            : throw place.Fault(argument, "is no integer, which is what $size takes.");

    private static ModuloCondition CompileModulo(DataValue argument, FilterPlace place)
    {
        if (argument.AsList() is not [var by, var rest]
            || PythonEquality.Numeric(by) is not { } divisor || PythonEquality.Numeric(rest) is not { } remainder)
        {
            throw place.Fault(argument, "is no list of divisor and remainder. Write {\"$mod\": [2, 0]}.");
        }

        return ModuloCondition.CanDivideBy(divisor)
            ? new ModuloCondition(divisor, remainder)
            : throw place.Fault(argument, "has a divisor that is zero or longer than 4300 digits.");
    }

    private static RegexCondition CompileRegex(DataValue argument, FilterPlace place)
    {
        var pattern = argument.AsString()
            ?? throw place.Fault(argument, "is no string with a regular expression, which is what $regex takes.");
        try
        {
            return new RegexCondition(PythonRegex.Compile(pattern));
        }
        catch (FormatException e)
        {
            throw place.Fault(argument, $"is no usable regular expression: {e.Message}");
        }
    }

    // Not under a key it asks nothing: karton takes it for true, whatever there is.
    private static AllCondition CompileBareExists(DataValue argument, FilterPlace place)
    {
        _ = ExistsArgument(argument, place);
        return new AllCondition([]);
    }
}
