namespace Karton.Contracts.Filters.Conditions;

/// <summary>One compiled test of a value. Immutable and safe to use from many threads; it never throws.</summary>
internal abstract class Condition
{
    internal abstract bool Matches(in HeaderValue value);
}
