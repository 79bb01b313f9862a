using System.Text;
using System.Text.Json;
using Karton.Cli.Engine;

namespace Karton.Cli.Settings;

/// <summary>Reads the section <c>Karton</c> of a JSON file, with the line of each setting. Comments and commas at the
/// end are allowed.</summary>
internal sealed class SettingsFile
{
    private const string Section = "Karton";

    private readonly string _path;
    private readonly byte[] _content;
    private readonly List<Setting> _settings = [];
    private readonly Stack<string> _names = new();
    private int _line = 1;
    private int _counted;

    private SettingsFile(string path, byte[] content)
    {
        _path = path;
        _content = content;
    }

    /// <summary>The settings of a file.</summary>
    /// <exception cref="EngineException">It is no such file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static IReadOnlyList<Setting> Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var preamble = Encoding.UTF8.Preamble;
        return new SettingsFile(path, content.AsSpan().StartsWith(preamble) ? content[preamble.Length..] : content)
            .Read();
    }

    private List<Setting> Read()
    {
        try
        {
            var reader = new Utf8JsonReader(_content, new JsonReaderOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new EngineException($"{_path} is no JSON object. Begin it with {{ \"{Section}\": {{ ... }} }}.");
            }

            var (found, others) = ReadTop(ref reader);
            return found || others is null
                ? _settings
                : throw new EngineException(
                    $"{_path} has no section \"{Section}\", but \"{others}\". Put the settings into "
                    + $"{{ \"{Section}\": {{ ... }} }}.");
        }
        catch (JsonException e)
        {
            throw new EngineException($"{_path}, line {e.LineNumber + 1}: it is no JSON: {What(e)}", e);
        }
    }

    // The reader's message ends with the place, counted from 0, and may begin with what stands there instead of a
    // value: a password without quotes, perhaps.
    private static string What(JsonException fault)
    {
        var message = fault.Message.Split(" LineNumber:")[0];
        return message.Contains("invalid JSON literal", StringComparison.Ordinal)
            ? "a value is neither a number, true, false nor null, and has no quotes."
            : message;
    }

    private (bool Found, string? Other) ReadTop(ref Utf8JsonReader reader)
    {
        var (found, other) = (false, (string?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name.Equals(Section, StringComparison.OrdinalIgnoreCase))
            {
                found = true;
                _names.Push(Section);
                ReadValue(ref reader);
                _names.Pop();
            }
            else
            {
                other ??= name;
                reader.Skip();
            }
        }

        // What stands behind the object is no JSON.
        while (reader.Read())
        {
        }

        return (found, other);
    }

    private void ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    _names.Push(reader.GetString()!);
                    reader.Read();
                    ReadValue(ref reader);
                    _names.Pop();
                }

                break;
            case JsonTokenType.StartArray:
                for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                {
                    _names.Push($"{index}");
                    ReadValue(ref reader);
                    _names.Pop();
                }

                break;
            default:
                Add(ref reader);
                break;
        }
    }

    private void Add(ref Utf8JsonReader reader)
    {
        var key = string.Join(':', _names.Reverse());
        var line = LineOf(reader.TokenStartIndex);
        if (_settings.Find(known => known.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is not null)
        {
            throw new EngineException($"{_path}, line {line}: {key} stands there twice. Take one away.");
        }

        var value = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => Encoding.UTF8.GetString(reader.ValueSpan),
        };
        _settings.Add(new Setting(key, value, $"{_path}, line {line}"));
    }

    private int LineOf(long index)
    {
        _line += _content.AsSpan(_counted..(int)index).Count((byte)'\n');
        _counted = (int)index;
        return _line;
    }
}
