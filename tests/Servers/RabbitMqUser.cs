namespace Karton.Tests.Servers;

/// <summary>A user made for one virtual host, deleted with it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Password">The password.</param>
/// <param name="Settings">The configuration with which a program works as this user.</param>
public sealed record RabbitMqUser(string Name, string Password, IReadOnlyDictionary<string, string?> Settings);
