using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

/// <summary>
/// Filters and headers with what karton 5.9.1 itself made of them: true, false, or "error" where it failed. Where we
/// answer differently on purpose, "expected" holds our answer and "reason" why.
/// </summary>
public class KartonVectorsTests
{
    private const string Error = "error";

    private static readonly IReadOnlyList<DataMap> Vectors = [.. ReadVectors()];

    [Fact]
    public void There_are_enough_cases_of_each_outcome()
    {
        var outcomes = Vectors.CountBy(Expected).ToDictionary();

        Assert.True(Vectors.Count >= 800);
        Assert.All<DataValue>([true, false, Error], outcome => Assert.True(outcomes[outcome] >= 200));
    }

    [Fact]
    public void Decides_every_case_as_karton_does_or_deviates_on_purpose()
    {
        var wrong = Vectors.Where(vector => Actual(vector) != Expected(vector));

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_deviation_deviates_and_has_a_reason()
    {
        var deviations = Vectors.Where(vector => vector.ContainsKey("expected"));

        Assert.All(deviations, vector =>
        {
            Assert.NotEqual(vector["karton"], vector["expected"]);
            Assert.NotEmpty(vector.GetString("reason") ?? "");
        });
    }

    [Fact]
    public void An_explanation_comes_to_the_same_result()
    {
        var wrong = Vectors.Where(vector => Expected(vector) != Error).Where(vector =>
            TaskFilter.Compile(vector["filters"]).Explain(Headers(vector)).Matches != Expected(vector).AsBoolean());

        Assert.Empty(wrong);
    }

    [Fact]
    public void What_matches_gets_through_a_binding()
    {
        var lost = Vectors.Where(vector => Expected(vector) == true).Where(vector =>
            !TaskFilter.Compile(vector["filters"]).BindingKeys
                .Any(pattern => TopicPattern.Matches(pattern, RoutingKey.For(Headers(vector)))));

        Assert.Empty(lost);
    }

    private static DataValue Expected(DataMap vector) =>
        vector.TryGetValue("expected", out var expected) ? expected : vector["karton"];

    private static DataValue Actual(DataMap vector)
    {
        try
        {
            return TaskFilter.Compile(vector["filters"]).Matches(Headers(vector));
        }
        catch (FilterException)
        {
            return Error;
        }
    }

    private static DataMap Headers(DataMap vector) => vector["headers"].AsMap()!;

    private static IEnumerable<DataMap> ReadVectors()
    {
        using var stream = typeof(KartonVectorsTests).Assembly.GetManifestResourceStream("karton-5.9-vectors.jsonl")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            yield return DataMap.Parse(line);
        }
    }
}
