using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Karton.Sdk.Deliveries;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class TransientFaultsTests
{
    private static readonly Dictionary<string, Exception> Faults = new()
    {
        ["io"] = new IOException(),
        ["socket"] = new SocketException(),
        ["timeout"] = new TimeoutException(),
        ["http without an answer"] = new HttpRequestException(),
        ["http 503"] = new HttpRequestException("", null, HttpStatusCode.ServiceUnavailable),
        ["http 429"] = new HttpRequestException("", null, HttpStatusCode.TooManyRequests),
        ["marked"] = new TransientException(),
        ["derived"] = new Derived(),
        ["database"] = new DatabaseFault(isTransient: true),
        ["around a fault"] = new InvalidOperationException("", new IOException()),
        ["timeout of HttpClient"] = new TaskCanceledException("", new TimeoutException()),
        ["several faults"] = new AggregateException(new IOException(), new TimeoutException()),
        ["no file"] = new FileNotFoundException(),
        ["no folder"] = new DirectoryNotFoundException(),
        ["end of stream"] = new EndOfStreamException(),
        ["regex"] = new RegexMatchTimeoutException(),
        ["http 404"] = new HttpRequestException("", null, HttpStatusCode.NotFound),
        ["other"] = new InvalidDataException(),
        ["final database fault"] = new DatabaseFault(isTransient: false),
        ["mixed faults"] = new AggregateException(new IOException(), new InvalidDataException()),
        ["cancelled"] = new OperationCanceledException(),
        ["around a missing file"] = new InvalidOperationException("", new FileNotFoundException()),
    };

    [Theory]
    [InlineData("io")]
    [InlineData("socket")]
    [InlineData("timeout")]
    [InlineData("http without an answer")]
    [InlineData("http 503")]
    [InlineData("http 429")]
    [InlineData("marked")]
    [InlineData("derived")]
    [InlineData("database")]
    [InlineData("around a fault")]
    [InlineData("timeout of HttpClient")]
    [InlineData("several faults")]
    public void A_repeat_may_cure_it(string fault) => Assert.True(TransientFaults.Include(Faults[fault]));

    [Theory]
    [InlineData("no file")]
    [InlineData("no folder")]
    [InlineData("end of stream")]
    [InlineData("regex")]
    [InlineData("http 404")]
    [InlineData("other")]
    [InlineData("final database fault")]
    [InlineData("mixed faults")]
    [InlineData("cancelled")]
    [InlineData("around a missing file")]
    public void No_repeat_cures_it(string fault) => Assert.False(TransientFaults.Include(Faults[fault]));

    private sealed class Derived : TransientException;

    private sealed class DatabaseFault(bool isTransient) : DbException
    {
        public override bool IsTransient => isTransient;
    }
}
