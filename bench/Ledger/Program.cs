// How fast the ledger is, and how soon an analysis on servers is complete. Wants the servers of scripts/services.
//   dotnet run -c Release --project bench/Ledger -- record [tasks]       tasks/s on SQLite and on PostgreSQL
//   dotnet run -c Release --project bench/Ledger -- insert [rows]        arrays beside COPY for the table of tasks
//   dotnet run -c Release --project bench/Ledger -- latency [analyses]   from submission to completion
using Karton.Bench.Ledger;

var count = args.Length > 1 ? int.Parse(args[1], null) : 0;
await (args.FirstOrDefault() switch
{
    "record" => Recording.RunAsync(count > 0 ? count : 100_000),
    "insert" => Insertion.RunAsync(count > 0 ? count : 100_000),
    "latency" => Latency.RunAsync(count > 0 ? count : 200),
    _ => throw new ArgumentException("Say what to measure: record, insert or latency."),
});
