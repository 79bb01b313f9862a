using CsCheck;
using Karton.Sdk.Deliveries;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class ChildIdTests
{
    private static readonly Gen<(Guid Parent, string Identity, int Generation, int Ordinal)> Source = Gen.Select(
        Gen.Guid,
        Gen.OneOf("karton.a", "karton.b", "karton.ab", "a", new string('x', 120)),
        Gen.Int[0, 5],
        Gen.Int[0, 100_000]);

    [Fact]
    public void The_same_source_gives_the_same_id_and_another_source_another() => Gen.Select(Source, Source)
        .Sample((one, other) =>
            (Derive(one) == Derive(other)) == (one == other) && Derive(one) == Derive(one));

    [Fact]
    public void All_ids_of_one_delivery_differ()
    {
        var parent = Guid.Parse("11111111-2222-3333-4444-555555555555");

        var ids = Enumerable.Range(0, 100_000).Select(ordinal => ChildId.Derive(parent, "karton.a", 0, ordinal));

        Assert.Equal(100_000, ids.Distinct().Count());
    }

    [Fact]
    public void They_are_of_version_8_and_the_variant_of_RFC_9562() => Source.Sample(source =>
        Derive(source) is { Version: 8 } id && (id.Variant & 0b1100) == 0b1000);

    [Fact]
    public void They_never_change_for_a_new_version_of_the_SDK_must_make_the_ids_of_the_old() => Assert.Equal(
        Guid.Parse("55555500-0002-8a6e-97f2-00d156970593"),
        ChildId.Derive(Guid.Parse("11111111-2222-3333-4444-555555555555"), "karton.classifier", 1, 2));

    private static Guid Derive((Guid Parent, string Identity, int Generation, int Ordinal) source) =>
        ChildId.Derive(source.Parent, source.Identity, source.Generation, source.Ordinal);
}
