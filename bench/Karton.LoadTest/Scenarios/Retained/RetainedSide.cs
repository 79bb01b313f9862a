using Karton.Contracts.Analyses;
using Karton.LoadTest.Processes;
using Karton.Tracking.Reading;

namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>An installation, its ledger, and what is measured of it.</summary>
internal sealed class RetainedSide : IAsyncDisposable
{
    private const int Fan = 10;
    private const int BatchTasks = 50_000;
    private const int MostCandidates = 200;

    private readonly Site? _site;
    private readonly LedgerReader _ledger;
    private readonly ILedgerFiller _filler;
    private readonly List<double> _rates = [];
    private Dictionary<int, (Guid Id, DateTimeOffset SubmittedAt)> _templates = [];
    private IReadOnlyList<IReadOnlyList<Guid>> _candidates = [];
    private LedgerReads? _reads;

    private RetainedSide(Site? site, Side side, LedgerReader ledger, ILedgerFiller filler)
    {
        _site = site;
        Side = side;
        _ledger = ledger;
        _filler = filler;
    }

    internal Side Side { get; }

    /// <summary>Tasks a second, of each round.</summary>
    internal IReadOnlyList<double> Rates => _rates;

    /// <summary>Milliseconds of each read, by what was read.</summary>
    internal IReadOnlyDictionary<string, List<double>> ReadTimes => Reads.Times;

    private LedgerReads Reads => _reads ??= new LedgerReads(_ledger.Analyses, _candidates);

    /// <summary>Starts it, and records an analysis of each size.</summary>
    internal static async Task<RetainedSide> StartAsync(Engine engine, CancellationToken cancellationToken)
    {
        var site = engine == Engine.Distributed ? await Site.CreateAsync() : null;
        Side? side = null;
        try
        {
            side = await Side.StartKartonAsync(site, cancellationToken);
            var retained = site is null
                ? OnFile(side, await side.FindLedgerAsync(cancellationToken))
                : new RetainedSide(
                    site,
                    side,
                    await LedgerReader.OpenAsync(site.LedgerOptions, cancellationToken),
                    new PostgreSqlFiller(site.Database.ConnectionString));
            await retained.RecordTemplatesAsync(cancellationToken);
            return retained;
        }
        catch
        {
            await DisposeAsync(side, site);
            throw;
        }
    }

    /// <summary>Adds ended analyses of mixed sizes.</summary>
    internal async Task FillAsync(int tasks, CancellationToken cancellationToken)
    {
        var clones = RetainedMix.Spread(tasks, _templates, _templates.Values.Max(template => template.SubmittedAt));
        var sizes = _templates.ToDictionary(template => template.Value.Id, template => template.Key);
        var batch = new List<RetainedClone>();
        var inBatch = 0;
        foreach (var clone in clones)
        {
            batch.Add(clone);
            inBatch += sizes[clone.Template];
            if (inBatch >= BatchTasks)
            {
                await _filler.AddAsync(batch, cancellationToken);
                batch.Clear();
                inBatch = 0;
            }
        }

        await _filler.AddAsync(batch, cancellationToken);
        await _filler.FinishAsync(cancellationToken);
        _candidates = [.. clones.GroupBy(clone => clone.Template).Select(Sample)];
    }

    /// <summary>Measures the throughput of single tasks once.</summary>
    internal async Task LoadAsync(int tasks, int inFlight, CancellationToken cancellationToken) =>
        _rates.Add(tasks / await Side.RunAsync(tasks, 0, inFlight, tasks, cancellationToken));

    internal async Task ReadAsync(int times, CancellationToken cancellationToken)
    {
        for (var time = 0; time < times; time++)
        {
            await Reads.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Forgets what was measured.</summary>
    internal void Clear()
    {
        _rates.Clear();
        Reads.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await DisposeAsync(Side, _site);
    }

    // From all of the time.
    private static List<Guid> Sample(IEnumerable<RetainedClone> clones)
    {
        var all = clones.ToList();
        var step = Math.Max(1, all.Count / MostCandidates);
        return [.. all.Where((_, place) => place % step == 0).Select(clone => clone.AnalysisId)];
    }

    private static RetainedSide OnFile(Side side, string path) =>
        new(null, side, LedgerReader.Open(path), new SqliteFiller(path));

    private static async Task DisposeAsync(Side? side, Site? site)
    {
        await (side?.DisposeAsync() ?? default);
        await (site?.DisposeAsync() ?? default);
    }

    private async Task RecordTemplatesAsync(CancellationToken cancellationToken)
    {
        foreach (var size in RetainedMix.Sizes)
        {
            await Side.RunTreeAsync(size, Fan, cancellationToken);
        }

        var analyses = await _ledger.Analyses.ListAsync(RetainedMix.Sizes.Length, cancellationToken);
        _templates = analyses.ToDictionary(
            analysis => analysis.Counters.Tasks, analysis => (analysis.AnalysisId, analysis.SubmittedAt));
        if (analyses.Any(analysis => analysis.State is not AnalysisState.Completed))
        {
            throw new LoadTestException("An analysis that had its end is not recorded as completed.");
        }

        _candidates = [.. _templates.Values.Select(template => new[] { template.Id })];
    }
}
