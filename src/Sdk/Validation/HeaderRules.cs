using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Sdk.Validation;

/// <summary>What holds for headers and not for a payload.</summary>
internal static class HeaderRules
{
    internal static string? CheckKeys(DataMap headers)
    {
        foreach (var key in headers.Keys)
        {
            if (key.Length == 0)
            {
                return "A header has an empty key.";
            }

            if (key.Length > TaskLimits.MaxHeaderKeyLength)
            {
                return $"The header key {Quoted.Text(key)} has {key.Length} characters; at most "
                    + $"{TaskLimits.MaxHeaderKeyLength} are allowed.";
            }

            if (Quoted.HasControl(key))
            {
                return $"The header key {Quoted.Text(key)} has a control character.";
            }
        }

        return null;
    }

    internal static string? Check(KartonTask task)
    {
        var hasOrigin = task.Headers.TryGetValue(WellKnownHeaders.Origin, out var origin);
        if (task.Headers.Count + task.PersistentHeaders.Count == (hasOrigin ? 1 : 0))
        {
            return $"The task has no headers, so no service could want it. Set at least '{WellKnownHeaders.Type}'.";
        }

        if (hasOrigin && (task.Origin is null || origin.AsString() != task.Origin))
        {
            var sender = task.Origin is null ? "no service" : Quoted.Text(task.Origin);
            var claimed = Quoted.Text(origin.AsString() ?? origin.ToString());
            return $"The header '{WellKnownHeaders.Origin}' is {claimed}, but the task comes from {sender}. Leave it "
                + "out: the SDK sets it.";
        }

        if (task.PersistentHeaders.ContainsKey(WellKnownHeaders.Origin))
        {
            return $"The header '{WellKnownHeaders.Origin}' is reserved and cannot be persistent. Leave it out: the "
                + "SDK sets it.";
        }

        if (task.Headers.ContainsKey(WellKnownHeaders.Receiver)
            || task.PersistentHeaders.ContainsKey(WellKnownHeaders.Receiver))
        {
            return $"The header '{WellKnownHeaders.Receiver}' is reserved: the SDK sets it when a service gets the "
                + "task. Leave it out.";
        }

        return Conflicts.Find(task.Headers, task.PersistentHeaders) is { } key
            ? $"The headers and the persistent headers both have {Quoted.Text(key)}, with different values. Keep one."
            : null;
    }
}
