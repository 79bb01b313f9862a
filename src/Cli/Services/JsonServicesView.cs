using System.Text.Json;
using Karton.Cli.Text;
using Karton.Tracking.Reading;

namespace Karton.Cli.Services;

/// <summary>A JSON document a service and line.</summary>
internal sealed class JsonServicesView(Terminal terminal) : IServicesView
{
    private const int Version = 1;

    public Task WriteAsync(ServiceRecord service, long? waiting, CancellationToken cancellationToken) =>
        JsonLine.WriteAsync(terminal.OutputStream, json => Write(json, service, waiting), cancellationToken);

    private static void Write(Utf8JsonWriter json, ServiceRecord service, long? waiting)
    {
        json.WriteNumber("version", Version);
        json.WriteString("identity", service.Identity);
        json.WriteString("serviceVersion", service.Version);
        json.WriteString("description", service.Description);
        json.WriteBoolean("isRegistered", service.IsRegistered);
        json.WriteBoolean("isPersistent", service.IsPersistent);
        if (waiting is { } count)
        {
            json.WriteNumber("queued", count);
        }
        else
        {
            json.WriteNull("queued");
        }

        json.WriteNumber("open", service.Open);
        if (service.OldestSentAt is { } oldest)
        {
            json.WriteString("oldestSentAt", oldest);
        }
        else
        {
            json.WriteNull("oldestSentAt");
        }

        json.WriteStartArray("instances");
        foreach (var instance in service.Instances)
        {
            Write(json, instance);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, InstanceRecord instance)
    {
        json.WriteStartObject();
        json.WriteString("instance", instance.Instance);
        json.WriteString("serviceVersion", instance.Version);
        json.WriteBoolean("isAlive", instance.IsAlive);
        json.WriteNumber("heardSecondsAgo", Seconds(instance.HeardAgo));
        json.WriteNumber("concurrency", instance.Concurrency);
        json.WriteStartArray("inWork");
        foreach (var work in instance.InWork)
        {
            json.WriteStartObject();
            json.WriteString("analysisId", work.AnalysisId);
            json.WriteString("taskId", work.TaskId);
            json.WriteNumber("seconds", Seconds(work.For));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
