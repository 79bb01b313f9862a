using System.Globalization;

namespace Karton.Chaos;

/// <summary>The results, a row a fault.</summary>
internal static class Table
{
    internal static string Head => string.Create(
        CultureInfo.InvariantCulture,
        $"{"fault",-32} {"injected",8} {"analyses",8} {"lost",5} {"double",6} {"early",5} {"crashed",7} recovered in");

    internal static string Row(Verdict verdict) => string.Create(
        CultureInfo.InvariantCulture,
        $"{verdict.Fault,-32} {verdict.Injected,8} {verdict.Balance.Analyses,8} "
        + $"{verdict.Balance.Lost + verdict.Balance.Incomplete,5} {verdict.Balance.Double,6} "
        + $"{verdict.Balance.Early,5} {verdict.Balance.Crashed,7} {verdict.Recovered.TotalSeconds,6:0.0} s");
}
