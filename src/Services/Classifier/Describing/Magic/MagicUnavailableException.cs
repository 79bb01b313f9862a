namespace Karton.Services.Classifier.Describing.Magic;

/// <summary>libmagic or its database cannot be used.</summary>
internal sealed class MagicUnavailableException(string message) : Exception(message);
