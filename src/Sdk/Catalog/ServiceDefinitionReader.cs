using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using MassTransit;

namespace Karton.Sdk.Catalog;

/// <summary>Reads what a consumer's attributes say and checks it, so that a mistake shows when the service
/// starts.</summary>
internal static class ServiceDefinitionReader
{
    private const int MostConcurrent = 1024;
    private const int LongestTimeout = 86_400;

    internal static ServiceDefinition Read(Type consumerType)
    {
        var service = consumerType.GetCustomAttribute<KartonServiceAttribute>()
            ?? throw Wrong(consumerType, "has no [KartonService]", "Add [KartonService(\"your.identity\")]");
        if (!Identities.IsValid(service.Identity))
        {
            throw Wrong(
                consumerType,
                $"has the identity '{service.Identity}'",
                $"Use 1 to {Identities.MaxLength} of A-Z a-z 0-9 . _ and -");
        }

        if (service.Concurrency is < 0 or > MostConcurrent)
        {
            throw Wrong(consumerType, $"has the concurrency {service.Concurrency}", $"Use 0 to {MostConcurrent}");
        }

        if (service.TimeoutSeconds is < 0 or > LongestTimeout)
        {
            throw Wrong(
                consumerType, $"has a timeout of {service.TimeoutSeconds} seconds", $"Use 0 to {LongestTimeout}");
        }

        RefuseOtherMessages(consumerType);
        return new ServiceDefinition
        {
            Identity = service.Identity,
            Version = service.Version,
            Description = consumerType.GetCustomAttribute<DescriptionAttribute>()?.Description,
            Filter = Compile(consumerType, DataValue.List(ReadRules(consumerType))),
            Concurrency = service.Concurrency == 0 ? Environment.ProcessorCount : service.Concurrency,
            Timeout = service.TimeoutSeconds == 0 ? null : TimeSpan.FromSeconds(service.TimeoutSeconds),
            IsPersistent = service.IsPersistent,
            ConsumerType = consumerType,
        };
    }

    private static void RefuseOtherMessages(Type consumerType)
    {
        var other = consumerType.GetInterfaces().FirstOrDefault(contract =>
            contract.IsGenericType
            && contract.GetGenericTypeDefinition() == typeof(IConsumer<>)
            && contract.GetGenericArguments()[0] != typeof(KartonTask));
        if (other is not null)
        {
            throw Wrong(
                consumerType,
                $"consumes {other.GetGenericArguments()[0]} besides tasks",
                "Put that into a consumer of its own and add it by KartonBuilder.ConfigureBus");
        }
    }

    private static List<DataValue> ReadRules(Type consumerType)
    {
        var rules = new List<DataValue>();
        var attributes = consumerType.GetCustomAttributes<AcceptsAttribute>().ToList();
        if (attributes.Count == 0)
        {
            throw Wrong(consumerType, "has no [Accepts]", "Say what it wants, such as [Accepts(\"type=sample\")]");
        }

        foreach (var attribute in attributes)
        {
            if (attribute.Conditions is [var single] && single.TrimStart() is ['{' or '[', ..])
            {
                rules.AddRange(ReadJson(consumerType, single));
            }
            else
            {
                rules.Add(ReadConditions(consumerType, attribute.Conditions));
            }
        }

        return rules;
    }

    private static IEnumerable<DataValue> ReadJson(Type consumerType, string json)
    {
        try
        {
            var value = DataValue.Parse(json);
            return value.AsList() ?? [value];
        }
        catch (JsonException e)
        {
            throw Wrong(consumerType, $"has [Accepts] with broken JSON: {json}", "Mend it", e);
        }
    }

    private static DataMap ReadConditions(Type consumerType, IReadOnlyList<string> conditions)
    {
        if (conditions.Count == 0)
        {
            throw Wrong(
                consumerType, "has [Accepts] without a condition", "To accept every task write [Accepts(\"{}\")]");
        }

        var rule = new Dictionary<string, DataValue>(StringComparer.Ordinal);
        foreach (var condition in conditions)
        {
            var equals = condition.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw Wrong(
                    consumerType,
                    $"has the condition '{condition}'",
                    "Write header=value, such as type=sample, or one text of JSON");
            }

            if (!rule.TryAdd(condition[..equals], condition[(equals + 1)..]))
            {
                throw Wrong(
                    consumerType,
                    $"names the header '{condition[..equals]}' twice in one [Accepts]",
                    "Use a second [Accepts] for an alternative, or JSON with $and");
            }
        }

        return new DataMap(rule);
    }

    private static TaskFilter Compile(Type consumerType, DataValue rules)
    {
        try
        {
            return TaskFilter.Compile(rules);
        }
        catch (FilterException e)
        {
            throw Wrong(consumerType, $"has filters that make no sense: {e.Message}", "Mend its [Accepts]", e);
        }
    }

    private static InvalidOperationException Wrong(
        Type consumerType, string what, string remedy, Exception? cause = null) =>
        new($"The service {consumerType} {what}. {remedy}.", cause);
}
