using System.Text.Json;
using System.Text.Json.Nodes;
using Karton.Cli.Engine;
using Karton.Cli.Settings;

namespace Karton.Cli.Configure;

/// <summary>Puts settings into a file: at once or not at all, and for its owner alone.</summary>
internal static class SettingsWriter
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <param name="path">The file; made when it is missing.</param>
    /// <param name="changes">The settings to change; what else stands in the file is kept.</param>
    /// <exception cref="EngineException">The file is none of settings, or cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<KnownSetting, string> changes)
    {
        try
        {
            var root = Read(path);
            foreach (var (setting, value) in changes)
            {
                Put(root, setting, value);
            }

            Replace(path, root.ToJsonString(Indented) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException)
        {
            throw new EngineException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static JsonObject Read(string path)
    {
        if (!File.Exists(path))
        {
            return new JsonObject(AnyCase);
        }

        var options = new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        };
        return JsonNode.Parse(File.ReadAllText(path), AnyCase, options)?.AsObject() ?? new JsonObject(AnyCase);
    }

    private static void Put(JsonObject root, KnownSetting setting, string value)
    {
        var names = setting.Key.Split(':');
        var place = root;
        foreach (var name in names[..^1])
        {
            if (place[name] is not JsonObject inner)
            {
                inner = new JsonObject(AnyCase);
                place[name] = inner;
            }

            place = inner;
        }

        place[names[^1]] = ToNode(setting, value);
    }

    private static JsonNode? ToNode(KnownSetting setting, string value)
    {
        if (setting.IsList)
        {
            return new JsonArray([.. Items(value).Select(item => (JsonNode)item)]);
        }

        return setting.Type switch
        {
            var type when type == typeof(bool) => bool.Parse(value),
            var type when type == typeof(int) => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
            _ => value,
        };
    }

    /// <summary>The items of a list as a person writes it.</summary>
    internal static string[] Items(string value) =>
        value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Replace(string path, string content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        var temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}");
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(content));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
