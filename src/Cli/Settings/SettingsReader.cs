using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Karton.Cli.Engine;
using Karton.Sdk;
using Microsoft.Extensions.Configuration;

namespace Karton.Cli.Settings;

/// <summary>
/// Puts the settings together: the system's file, the user's, the one that is named, the environment, the command line;
/// later ones win, and a list replaces the whole list of an earlier source. A file of the current directory is never
/// read by itself: it must not change what a command does.
/// </summary>
internal sealed class SettingsReader(Terminal terminal)
{
    public const string FileVariable = "KARTON_CONFIG";

    private const string VariablePrefix = "KARTON__";

    private readonly Dictionary<string, Setting> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _notes = [];
    private readonly List<string> _faults = [];

    /// <summary>Reads and checks all sources, and shows what a person should know.</summary>
    /// <exception cref="EngineException">Something is wrong with them; every fault is named.</exception>
    public static KartonSettings Read(Terminal terminal, SettingsRequest request)
    {
        var settings = new SettingsReader(terminal).Read(request);
        foreach (var note in settings.Notes)
        {
            terminal.Complain(Text.TerminalText.Escape(note, Text.TerminalText.LongCells));
        }

        return settings;
    }

    /// <summary>The file of the user, or <see langword="null"/> when there is no home directory.</summary>
    public static string? UserFile(Func<string, string?> variable)
    {
        var folder = variable("XDG_CONFIG_HOME") is { Length: > 0 } named && Path.IsPathRooted(named)
            ? named
            : variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".config") : null;
        return folder is null ? null : Path.Combine(folder, "karton", "karton.json");
    }

    private KartonSettings Read(SettingsRequest request)
    {
        AddFile(terminal.SystemSettings, isOptional: true);
        AddFile(UserFile(terminal.Variable), isOptional: false);
        AddNamedFile(request);
        Add([.. Variables()]);
        Add([.. request.Sets.Select(set => new Setting(Full(set.Key), set.Value, "--set"))]);
        if (_settings.Count > 0)
        {
            Check(request);
        }

        if (_faults.Count > 0)
        {
            throw new EngineException(_faults);
        }

        var engine = _settings.GetValueOrDefault("Karton:Engine");
        return new KartonSettings
        {
            Values = _settings.ToDictionary(
                setting => setting.Key, setting => setting.Value.Value, StringComparer.OrdinalIgnoreCase),
            Engine = request.Engine
                ?? (engine?.Value is { } text ? Enum.Parse<KartonEngine>(text, ignoreCase: true) : null),
            EngineOrigin = request.Engine is not null ? "--engine" : engine?.Origin,
            Notes = _notes,
        };
    }

    private void AddNamedFile(SettingsRequest request)
    {
        var (path, source) = request.ConfigFile is { } option
            ? (option, "--config")
            : (terminal.Variable(FileVariable), FileVariable);
        if (string.IsNullOrEmpty(path) && source == FileVariable)
        {
            return;
        }

        if (File.Exists(path))
        {
            AddFile(Path.GetFullPath(path), isOptional: false);
        }
        else if (!request.IsFileOptional)
        {
            _faults.Add($"There is no file '{path}', which {source} names.");
        }
    }

    private void AddFile(string? path, bool isOptional)
    {
        if (path is null || !File.Exists(path))
        {
            return;
        }

        try
        {
            var settings = SettingsFile.Read(path);
            Add(settings);
            WarnOfReaders(path, settings);
        }
        catch (EngineException e)
        {
            _faults.Add(e.Message);
        }
        catch (UnauthorizedAccessException) when (isOptional)
        {
            _notes.Add($"{path} is left out: you may not read it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{path} cannot be read: {e.Message}");
        }
    }

    private void WarnOfReaders(string path, IEnumerable<Setting> settings)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (!OperatingSystem.IsWindows()
            && settings.Any(setting => setting.Value is { Length: > 0 } && IsSecret(setting.Key))
            && (File.GetUnixFileMode(path) & Others) != 0)
        {
            _notes.Add($"{path} holds a password or key and others may read it: chmod 600 {path}");
        }
    }

    private IEnumerable<Setting> Variables()
    {
        foreach (var (name, value) in terminal.Variables())
        {
            if (name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase))
            {
                yield return new Setting(name.Replace("__", ":", StringComparison.Ordinal), value, name);
            }
        }
    }

    private void Add(IReadOnlyList<Setting> source)
    {
        // A list of two hosts after one of three is a list of two.
        foreach (var list in source.Select(setting => ListOf(setting.Key)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (list is not null)
            {
                foreach (var key in _settings.Keys.Where(key =>
                    ListOf(key)?.Equals(list, StringComparison.OrdinalIgnoreCase) == true).ToList())
                {
                    _settings.Remove(key);
                }
            }
        }

        foreach (var setting in source)
        {
            if (setting.Value is null)
            {
                // Of a list or a section, everything.
                _settings.Remove(setting.Key);
                foreach (var below in _settings.Keys.Where(key =>
                    key.StartsWith(setting.Key + ":", StringComparison.OrdinalIgnoreCase)).ToList())
                {
                    _settings.Remove(below);
                }
            }
            else
            {
                _settings[setting.Key] = setting;
            }
        }
    }

    private void Check(SettingsRequest request)
    {
        var usable = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in _settings.Values.OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (Fault(setting) is { } fault)
            {
                _faults.Add(fault);
            }
            else
            {
                usable[setting.Key] = setting.Value;
            }
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(usable).Build();
        foreach (var options in KnownSettings.Classes)
        {
            // The embedded engine uses no servers: their files need not be readable here.
            if (request.Engine == KartonEngine.Embedded && options.IsOfServer)
            {
                continue;
            }

            if (options.Settings.Any(known =>
                usable.Keys.Any(key => key.StartsWith(known.Key, StringComparison.OrdinalIgnoreCase))))
            {
                _faults.AddRange(options.Check(
                    configuration, key => _settings.TryGetValue(key, out var set) ? $" ({set.Origin})" : ""));
            }
        }

        if (_settings.Values.FirstOrDefault(setting => setting.Origin == "--set" && IsSecret(setting.Key)) is { } seen)
        {
            var key = KnownSettings.Find(seen.Key)?.Key ?? seen.Key;
            _notes.Add(
                $"{key} was given by --set, where every user of this machine can see it. Put it into the environment "
                + $"({KnownSetting.VariableOf(key)}) or into a file.");
        }
    }

    private static string? Fault(Setting setting)
    {
        if (KnownSettings.Find(setting.Key) is not { } known)
        {
            var nearest = KnownSettings.Nearest(setting.Key) is { } near ? $" Is {near.Key} meant?" : "";
            return $"There is no setting {setting.Key} ({setting.Origin}).{nearest}";
        }

        if (known.IsList && known.Key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
        {
            return $"{known.Key} ({setting.Origin}) is a list: set {known.Key}:0, in the environment "
                + $"{known.Variable}, or write a JSON list.";
        }

        return IsOfType(known, setting.Value)
            ? null
            : $"{known.Key} is '{setting.Value}' ({setting.Origin}); it must be {known.Form}.";
    }

    /// <summary>Whether a text can be read as a value of a setting.</summary>
    public static bool IsOfType(KnownSetting known, string? value)
    {
        if (known.IsList || known.Type == typeof(string))
        {
            return true;
        }

        if (known.Type.IsEnum)
        {
            return Enum.GetNames(known.Type).Contains(value, StringComparer.OrdinalIgnoreCase);
        }

        // .NET reads a bare number as days, and nobody means those.
        if (known.Type == typeof(TimeSpan) && long.TryParse(value, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        try
        {
            return new ConfigurationBuilder()
                .AddInMemoryCollection([new KeyValuePair<string, string?>("it", value)])
                .Build().GetValue(known.Type, "it") is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsSecret(string key) => KnownSetting.IsSecretName(key[(key.LastIndexOf(':') + 1)..]);

    [return: NotNullIfNotNull(nameof(key))]
    private static string? Full(string? key) =>
        key is null || key.StartsWith("Karton:", StringComparison.OrdinalIgnoreCase) ? key : $"Karton:{key}";

    private static string? ListOf(string key)
    {
        var end = key.LastIndexOf(':');
        return end > 0 && ushort.TryParse(key.AsSpan(end + 1), out _) ? key[..end] : null;
    }
}
