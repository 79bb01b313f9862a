using System.ComponentModel;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk;
using Karton.Sdk.Resources;

namespace Karton.Samples.Strings;

[KartonService("example.strings", Version = "1.0.0")]
[Accepts("type=sample", "stage=recognized", "kind=runnable", "platform=win*")]
[Description("Finds printable strings in Windows programs")]
public sealed class StringsService(IResources resources) : KartonConsumer
{
    protected override async Task ProcessAsync(KartonTask task, CancellationToken cancellationToken)
    {
        var sample = task.Payload.GetResource("sample")!;
        var strings = PrintableStrings.In(await resources.ReadAsync(sample, cancellationToken: cancellationToken));
        var child = Derive(new DataMap { ["type"] = "sample", ["stage"] = "analyzed" });
        var payload = new DataMap(child.Payload) { ["strings"] = strings };
        await SendAsync(child with { Payload = payload }, cancellationToken);
    }
}
