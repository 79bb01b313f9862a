using Microsoft.Extensions.Options;

namespace Karton.Sdk;

/// <summary>Settings of a process that runs services; read from the configuration section <c>Karton</c>.</summary>
public sealed class KartonOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton";

    /// <summary>The name of this process among all that run services; must differ at each start. Default: machine,
    /// process id and a random part.</summary>
    public string InstanceName { get; set; } = InstanceNames.Create();

    /// <summary>How long a start waits for servers that do not answer: at least 1 second. Default: without
    /// end.</summary>
    public TimeSpan? StartTimeout { get; set; }

    /// <summary>How often each service says that it is alive: 100 milliseconds to 1 minute. Default 5
    /// seconds.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one try to send something to the broker or to the ledger may take: 100 milliseconds to 10
    /// minutes. Default 30 seconds.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often something is sent again when sending failed, before it is given up: 0 to 100. Default
    /// 4.</summary>
    public int SendRetryLimit { get; set; } = 4;

    /// <summary>How often a consumer is run again after a fault that a repeat may cure: 0 to 100. Default 4.</summary>
    public int RetryLimit { get; set; } = 4;

    /// <summary>The pause before the first repeat, doubled for each further one: at most 1 hour. Default 1
    /// second.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause before a repeat: at most 1 hour. Default 30 seconds.</summary>
    public TimeSpan MaxRetryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a consumer may go on after its token was cancelled before it is left to itself: at most 1
    /// hour. Default 10 seconds.</summary>
    public TimeSpan CancellationGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a process that stops waits for what it works on before it cancels that: at most 1 hour.
    /// Default 30 seconds.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>To how many processes a task is given again after the one that worked on it has ended without a word: 1
    /// to 100. Then the delivery ends as crashed: lost. Default 2, which makes three attempts.</summary>
    public int MaxRedeliveries { get; set; } = 2;

    /// <summary>Whether the services of this process only look on: under private identities they get copies of the
    /// tasks, and log what they would have sent. Only where several processes share a broker. Default
    /// <see langword="false"/>.</summary>
    public bool Debug { get; set; }

    /// <summary>The deepest a task may lie below its root: 0 to 10,000; deeper ones are refused, not sent. Default
    /// 64.</summary>
    public int MaxDepth { get; set; } = 64;
}

internal sealed class KartonOptionsValidator : IValidateOptions<KartonOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, KartonOptions options)
    {
        var failures = new List<string>();
        if (!Identities.IsValid(options.InstanceName))
        {
            failures.Add(
                $"Karton:InstanceName is '{options.InstanceName}'; "
                + $"it must be 1 to {Identities.MaxLength} of A-Z a-z 0-9 . _ and -.");
        }

        Check(
            nameof(options.StartTimeout),
            options.StartTimeout ?? TimeSpan.MaxValue,
            TimeSpan.FromSeconds(1),
            TimeSpan.MaxValue);
        Check(nameof(options.HeartbeatInterval), options.HeartbeatInterval, Shortest, TimeSpan.FromMinutes(1));
        Check(nameof(options.SendTimeout), options.SendTimeout, Shortest, TimeSpan.FromMinutes(10));
        Check(nameof(options.SendRetryLimit), options.SendRetryLimit, 0, 100);
        Check(nameof(options.RetryLimit), options.RetryLimit, 0, 100);
        Check(nameof(options.RetryInterval), options.RetryInterval, TimeSpan.Zero, TimeSpan.FromHours(1));
        Check(nameof(options.MaxRetryInterval), options.MaxRetryInterval, TimeSpan.Zero, TimeSpan.FromHours(1));
        Check(nameof(options.CancellationGrace), options.CancellationGrace, TimeSpan.Zero, TimeSpan.FromHours(1));
        Check(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        Check(nameof(options.MaxRedeliveries), options.MaxRedeliveries, 1, 100);
        Check(nameof(options.MaxDepth), options.MaxDepth, 0, 10_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check<T>(string setting, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                failures.Add($"Karton:{setting} is {value}; it must be {least} to {most}.");
            }
        }
    }
}
