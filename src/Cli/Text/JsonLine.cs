using System.Buffers;
using System.Text.Json;

namespace Karton.Cli.Text;

/// <summary>Writes a JSON document in a line. What could harm a terminal is written out by the writer.</summary>
internal static class JsonLine
{
    public static async Task WriteAsync(
        Stream output, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
