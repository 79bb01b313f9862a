using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Karton.Cli.Engine.Health;

/// <summary>Answers <c>/health/live</c> and <c>/health/ready</c>, from before the process waits for its servers until
/// it ends.</summary>
internal sealed partial class HealthServer(HealthAddress address, Readiness readiness, ILogger<HealthServer> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private const string JsonType = "application/json; charset=utf-8";

    private WebApplication? _web;

    /// <exception cref="IOException">The port is in use, or may not be used.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(address.EndPoint);
        });
        var web = builder.Build();
        web.Run(AnswerAsync);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await web.DisposeAsync();
            throw new IOException(
                $"Karton:Health:Listen is '{address.Text}', where this process cannot listen: {Innermost(e).Message}. "
                + "Choose another port.",
                e);
        }

        _web = web;
        Listening(address.Text);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_web is not null)
        {
            await _web.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/health/live" => WriteAsync(context, "live", []),
        "/health/ready" => AnswerReadyAsync(context),
        _ => NotFoundAsync(context),
    };

    private async Task AnswerReadyAsync(HttpContext context)
    {
        var checks = await readiness.LookAsync(context.RequestAborted);
        var isReady = checks.All(check => check.IsReady);
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await WriteAsync(context, isReady ? "ready" : "not ready", checks);
    }

    private static async Task WriteAsync(HttpContext context, string status, IReadOnlyList<ReadinessCheck> checks)
    {
        context.Response.ContentType = JsonType;
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", status);
        json.WriteStartArray("checks");
        foreach (var check in checks)
        {
            json.WriteStartObject();
            json.WriteString("name", check.Name);
            json.WriteString("status", check.IsReady ? "ready" : "not ready");
            json.WriteString("description", check.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    [LoggerMessage(5010, LogLevel.Information, "How this process is can be asked at http://{Address}/health/ready")]
    private partial void Listening(string address);
}
