namespace Karton.Contracts.Filters.Conditions;

/// <summary>The types that <c>$type</c> tells apart.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Fraction = 8,
    Text = 16,
    List = 32,
    Map = 64,
}
