using System.Collections.Immutable;

namespace Karton.Sdk.Validation;

/// <summary>What is wrong inside headers or a payload, and where. The place is put together on the way out, so that
/// nothing is allocated while all is well.</summary>
internal sealed class DataProblem(string message)
{
    private const int MaxShown = 8;

    private ImmutableStack<string> _place = [];

    internal DataProblem Under(string key)
    {
        _place = _place.Push(Quoted.Text(key));
        return this;
    }

    internal DataProblem Under(int index)
    {
        _place = _place.Push($"[{index}]");
        return this;
    }

    public override string ToString()
    {
        var shown = string.Join('.', _place.Take(MaxShown));
        return shown.Length == 0 ? message : $"At {shown}: {message}";
    }
}
