namespace Karton.Contracts;

/// <summary>The header keys that every service understands.</summary>
public static class WellKnownHeaders
{
    /// <summary>What kind of task it is, such as <c>sample</c> or <c>config</c>. Routed on.</summary>
    public const string Type = "type";

    /// <summary>What kind of thing it holds, such as <c>raw</c> or <c>runnable</c>. Routed on.</summary>
    public const string Kind = "kind";

    /// <summary>How far it has come: <c>recognized</c>, <c>unrecognized</c>, <c>analyzed</c>. Routed on.</summary>
    public const string Stage = "stage";

    /// <summary>The system it runs on, such as <c>win32</c>. Routed on.</summary>
    public const string Platform = "platform";

    /// <summary>The usual file name extension, lower case, without a dot. Routed on.</summary>
    public const string Extension = "extension";

    /// <summary>The identity of the sender. Reserved: set by the SDK.</summary>
    public const string Origin = "origin";

    /// <summary>The identity of the service that got the task. Reserved: set by the SDK.</summary>
    public const string Receiver = "receiver";

    /// <summary>How good the source is: <c>high</c> or <c>low</c>.</summary>
    public const string Quality = "quality";
}
