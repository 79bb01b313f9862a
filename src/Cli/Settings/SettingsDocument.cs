using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Karton.Cli.Engine;

namespace Karton.Cli.Settings;

/// <summary>A settings file that is changed: what it holds besides stays, but for comments.</summary>
internal sealed class SettingsDocument
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path;
    private readonly JsonObject _root;

    private SettingsDocument(string path, JsonObject root)
    {
        _path = path;
        _root = root;
    }

    /// <summary>Opens a file, which may be missing.</summary>
    /// <exception cref="EngineException">It is no settings file, or cannot be read.</exception>
    public static SettingsDocument Open(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return new SettingsDocument(path, []);
            }

            // Through a link, the file that it leads to is replaced, and not the link.
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var options = new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                AllowDuplicateProperties = false,
            };
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: options) is JsonObject root
                ? new SettingsDocument(path, root)
                : throw new EngineException($"{path} is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new EngineException(
                $"{path}, line {e.LineNumber + 1}: it is no JSON, or a name stands there twice.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Sets a setting, by its full name; <see langword="null"/> takes back what an earlier file
    /// says.</summary>
    public void Set(string key, JsonNode? value)
    {
        var names = key.Split(':');
        Remove(_root, names);
        var parent = _root;
        foreach (var name in names[..^1])
        {
            var present = NameIn(parent, name) ?? name;
            if (parent[present] is not JsonObject child)
            {
                child = [];
                parent[present] = child;
            }

            parent = child;
        }

        parent[names[^1]] = value;
    }

    /// <summary>Writes the file, all of it or nothing, for nobody's eyes but the user's.</summary>
    /// <exception cref="EngineException">It cannot be written.</exception>
    public void Save()
    {
        var content = _root.ToJsonString(Indented) + "\n";
        var draft = $"{_path}.{Environment.ProcessId}.new";
        try
        {
            MakeFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            Write(draft, content);
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            throw new EngineException($"{_path} cannot be written: {e.Message}", e);
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Write(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        using var writer = new StreamWriter(file);
        writer.Write(content);
        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    // A name may be written in one piece, as in "RabbitMq:Hosts", and in any case.
    private static void Remove(JsonObject parent, ReadOnlySpan<string> names)
    {
        for (var count = 1; count <= names.Length; count++)
        {
            if (NameIn(parent, string.Join(':', names[..count]!)) is not { } name)
            {
                continue;
            }

            if (count == names.Length)
            {
                parent.Remove(name);
            }
            else if (parent[name] is JsonObject child)
            {
                Remove(child, names[count..]);
            }
        }

        // An item of a list that is written by its number, as in "Hosts:0".
        var items = string.Join(':', names!) + ":";
        foreach (var name in parent.Select(property => property.Key)
            .Where(name => name.StartsWith(items, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            parent.Remove(name);
        }
    }

    private static string? NameIn(JsonObject parent, string name) => parent
        .Select(property => property.Key)
        .FirstOrDefault(present => present.Equals(name, StringComparison.OrdinalIgnoreCase));
}
