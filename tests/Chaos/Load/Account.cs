using Npgsql;

namespace Karton.Chaos.Load;

/// <summary>
/// Looks into the ledger's database itself, past all code that is under test. A trigger notes every end that an
/// analysis is given with the counters of that moment, so that an end that came too early cannot be made good unseen.
/// </summary>
internal sealed class Account : IAsyncDisposable
{
    private const string Trigger =
        """
        CREATE TABLE chaos_ends (analysis_id uuid, tasks int, declared int, ended int);
        CREATE FUNCTION chaos_note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO chaos_ends VALUES (NEW.analysis_id, NEW.tasks, NEW.declared, NEW.ended);
            RETURN NULL;
        END $$;
        CREATE TRIGGER chaos_note AFTER UPDATE ON analyses FOR EACH ROW
            WHEN (NEW.completed_at IS NOT NULL AND OLD.completed_at IS DISTINCT FROM NEW.completed_at)
            EXECUTE FUNCTION chaos_note();
        """;

    // Classifier, unpacker, worker, poisoned.
    private const int Services = 4;

    private const int MostLines = 20;

    private readonly NpgsqlDataSource _database;

    internal Account(string connectionString) => _database = NpgsqlDataSource.Create(connectionString);

    /// <summary>Begins to note ends; the tables of the ledger must be there.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(Trigger);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What one analysis has come to.</summary>
    internal async Task<Shape?> ReadAsync(Guid analysisId, CancellationToken cancellationToken)
    {
        var ended = await ReadEndedAsync(cancellationToken);
        return ended.TryGetValue(analysisId, out var figures)
            ? new Shape("measured", figures.Tasks, figures.Declared)
            : null;
    }

    /// <summary>Whether every service has announced itself; not before the ledger's tables are there.</summary>
    internal async Task<bool> HasServicesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _database.CreateCommand("SELECT count(DISTINCT identity) FROM instances");
            return (long)(await command.ExecuteScalarAsync(cancellationToken))! >= Services;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    /// <summary>Whether the ledger knows all of these; it learns of them only after they were accepted.</summary>
    internal async Task<bool> KnowsAllAsync(
        IReadOnlyCollection<Submitted> accepted, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            "SELECT count(*) FROM analyses WHERE is_known AND analysis_id = ANY ($1)");
        command.Parameters.AddWithValue(accepted.Select(analysis => analysis.AnalysisId).ToArray());
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! == accepted.Count;
    }

    /// <summary>How many analyses have no end yet, known to this program or not.</summary>
    internal async Task<long> CountOpenAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            "SELECT count(*) FROM analyses WHERE completed_at IS NULL");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Compares what was handed in with what the ledger has.</summary>
    internal async Task<Balance> CloseAsync(
        IReadOnlyCollection<Submitted> accepted, CancellationToken cancellationToken)
    {
        var ended = await ReadEndedAsync(cancellationToken);
        var ends = await ReadEndsAsync(cancellationToken);
        var balance = new Balance { Analyses = accepted.Count };
        foreach (var (id, shape) in accepted)
        {
            if (!ended.TryGetValue(id, out var figures))
            {
                balance.Lost++;
            }
            else if (figures.Tasks < shape.Tasks || figures.Ended < shape.Deliveries)
            {
                balance.Incomplete++;
            }
            else if (figures.Tasks > shape.Tasks || figures.Declared > shape.Deliveries
                || figures.Ended != figures.Declared)
            {
                balance.Double++;
            }

            if (ends[id].Any(end => end.Tasks < shape.Tasks || end.Ended < shape.Deliveries))
            {
                balance.Early++;
            }

            if (figures.Crashed > 0 && shape != Submitter.Poison)
            {
                balance.Crashed++;
            }
        }

        return balance;
    }

    /// <summary>The analyses that are not as they should be, and what is open of them.</summary>
    internal async Task<string> DescribeAsync(
        IReadOnlyCollection<Submitted> accepted, CancellationToken cancellationToken)
    {
        var ended = await ReadEndedAsync(cancellationToken);
        var lines = new List<string>();
        foreach (var (id, shape) in accepted)
        {
            if (!ended.TryGetValue(id, out var figures))
            {
                lines.Add($"{id} {shape.Name}: no end; open: {await ListOpenAsync(id, cancellationToken)}");
            }
            else if (figures.Tasks != shape.Tasks || figures.Ended != shape.Deliveries)
            {
                lines.Add($"{id} {shape.Name}: {figures}, expected {shape}");
            }
        }

        return string.Join('\n', lines.Take(MostLines));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<string> ListOpenAsync(Guid analysisId, CancellationToken cancellationToken)
    {
        var open = new List<string>();
        await using var command = _database.CreateCommand(
            "SELECT task_id, identity, resends FROM deliveries WHERE analysis_id = $1 AND status IS NULL");
        command.Parameters.AddWithValue(analysisId);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            open.Add($"{rows.GetGuid(0)} at {rows.GetString(1)}, resent {rows.GetInt32(2)} times");
        }

        return open.Count > 0 ? string.Join("; ", open) : "nothing";
    }

    private async Task<Dictionary<Guid, Figures>> ReadEndedAsync(CancellationToken cancellationToken)
    {
        var ended = new Dictionary<Guid, Figures>();
        await using var command = _database.CreateCommand(
            "SELECT analysis_id, tasks, declared, ended, crashed FROM analyses WHERE completed_at IS NOT NULL");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            ended.Add(
                rows.GetGuid(0), new Figures(rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3), rows.GetInt32(4)));
        }

        return ended;
    }

    private async Task<ILookup<Guid, Figures>> ReadEndsAsync(CancellationToken cancellationToken)
    {
        var ends = new List<(Guid Id, Figures Figures)>();
        await using var command = _database.CreateCommand("SELECT analysis_id, tasks, declared, ended FROM chaos_ends");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            ends.Add((rows.GetGuid(0), new Figures(rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3), 0)));
        }

        return ends.ToLookup(end => end.Id, end => end.Figures);
    }

    private readonly record struct Figures(int Tasks, int Declared, int Ended, int Crashed);
}
