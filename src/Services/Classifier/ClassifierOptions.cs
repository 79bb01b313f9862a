using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Karton.Services.Classifier;

/// <summary>How the classifier looks at samples; read from the section <c>Karton:Classifier</c>.</summary>
internal sealed class ClassifierOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:Classifier";

    private const int KiB = 1 << 10;
    private const int MiB = 1 << 20;

    /// <summary>Whether to do without libmagic even where it is installed. Default <see langword="false"/>.</summary>
    public bool ForceFallback { get; set; }

    /// <summary>How many of a sample's first bytes are looked at: 4 KiB to 64 MiB. Default 1 MiB, which is also as far
    /// as libmagic looks by default. The last 64 KiB are looked at besides, where the store can seek.</summary>
    [Range(4 * KiB, 64 * MiB)]
    public int HeadSize { get; set; } = MiB;
}

[OptionsValidator]
internal sealed partial class ClassifierOptionsValidator : IValidateOptions<ClassifierOptions>;
