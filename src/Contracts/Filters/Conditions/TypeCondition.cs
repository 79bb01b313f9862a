namespace Karton.Contracts.Filters.Conditions;

/// <summary><c>$type</c>: the value is of one of some JSON types.</summary>
internal sealed class TypeCondition(JsonTypes accepted) : Condition
{
    internal override bool Matches(in HeaderValue value) => (TypeOf(value) & accepted) != 0;

    private static JsonTypes TypeOf(in HeaderValue value) => value switch
    {
        { IsMissing: true } => JsonTypes.None,
        { Count: not null } => JsonTypes.List,
        _ when value.AsText() is not null => JsonTypes.Text,
        _ when value.AsBoolean() is not null => JsonTypes.Boolean,
        _ when value.AsNumber() is { } number => number.IsWhole ? JsonTypes.Integer : JsonTypes.Fraction,
        _ when value.IsNull => JsonTypes.Null,
        _ => JsonTypes.Map,
    };
}
