using System.Runtime.CompilerServices;
using Xunit;

namespace Karton.Tests.Servers;

/// <summary>A test that needs the servers of <c>scripts/services</c>: it is skipped where they are not up.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServersFactAttribute : FactAttribute
{
    public ServersFactAttribute(
        [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = Needs.Servers(cluster: false);

    /// <summary>Whether it needs the RabbitMQ cluster, too.</summary>
    public bool Cluster
    {
        get;
        set
        {
            field = value;
            Skip = Needs.Servers(value);
        }
    }
}
