namespace Karton.Sdk;

/// <summary>
/// One rule of a service's filters. Several attributes are alternatives. The conditions of one rule must all hold:
/// <c>[Accepts("type=sample", "platform=!win*")]</c>. What needs more than strings is written as JSON, one rule or a
/// list of them: <c>[Accepts("""{"size": {"$gt": 100}}""")]</c>. A task that every rule should get needs
/// <c>[Accepts("{}")]</c>.
/// </summary>
/// <param name="conditions">Conditions of the form <c>header=value</c>, or one text of JSON that begins with <c>{</c>
/// or <c>[</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AcceptsAttribute(params string[] conditions) : Attribute
{
    /// <summary>The conditions as written.</summary>
    public IReadOnlyList<string> Conditions { get; } = conditions;
}
