// How fast the object store on S3 is beside curl, and how much memory it takes.
//   dotnet run -c Release --project bench/ObjectStore -- [MiB] [rounds]
// The server is the one that Karton:S3 names (KARTON__S3__ENDPOINT and so on).
using Karton.Bench.ObjectStore;

return args switch
{
    ["send", var path] => await Transfer.SendAsync(path, isSeekable: true),
    ["send-stream", var path] => await Transfer.SendAsync(path, isSeekable: false),
    ["receive", var sha256] => await Transfer.ReceiveAsync(sha256),
    _ => await Comparison.RunAsync(
        args.Length > 0 ? int.Parse(args[0], null) : 1024, args.Length > 1 ? int.Parse(args[1], null) : 3),
};
