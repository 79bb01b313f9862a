namespace Karton.Sdk.Servers;

/// <summary>Tries one server that the process needs, before anything else starts and when settings are tried. Every
/// registered check is made.</summary>
public interface IServerCheck
{
    /// <summary>What people call the server, such as <c>RabbitMQ</c>.</summary>
    string Server { get; }

    /// <summary>Connects, signs in and makes sure that what the settings name is there.</summary>
    /// <returns>What was found, in a few words for people: the version and the like.</returns>
    /// <exception cref="ServerUnavailableException">The server cannot be used.</exception>
    Task<string> CheckAsync(CancellationToken cancellationToken);
}
