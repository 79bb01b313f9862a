namespace Karton.Contracts.Filters.Regexes;

/// <summary>An expression in .NET's notation.</summary>
internal readonly record struct TranslatedRegex(string Text, bool NeedsBacktracking);
