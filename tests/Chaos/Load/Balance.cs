namespace Karton.Chaos.Load;

/// <summary>What became of the analyses that were handed in.</summary>
internal sealed record Balance
{
    /// <summary>How many were accepted.</summary>
    public required int Analyses { get; init; }

    /// <summary>Those without an end.</summary>
    public int Lost { get; set; }

    /// <summary>Those that ended with less than they should have.</summary>
    public int Incomplete { get; set; }

    /// <summary>Those that have more tasks or outcomes than they should.</summary>
    public int Double { get; set; }

    /// <summary>Those that were given an end while something was still open.</summary>
    public int Early { get; set; }

    /// <summary>Those with a crash that was not asked for.</summary>
    public int Crashed { get; set; }

    public bool IsClean => Lost + Incomplete + Double + Early + Crashed == 0;
}
