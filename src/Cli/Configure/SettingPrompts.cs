using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;
using Spectre.Console;

namespace Karton.Cli.Configure;

/// <summary>Asks for one setting at a time, with what holds now as the answer that Enter gives.</summary>
internal sealed class SettingPrompts(IAnsiConsole console, Answers answers)
{
    // What nobody needs to say otherwise.
    private const string Nothing = "-";

    public async Task AskEngineAsync(KartonEngine present, CancellationToken cancellationToken)
    {
        var text = await NewChoice(
            "Engine: embedded in one process, or distributed on RabbitMQ, PostgreSQL and S3",
            Enum.GetNames<KartonEngine>(),
            $"{present}").ShowAsync(console, cancellationToken);
        answers.Engine = Enum.Parse<KartonEngine>(text, ignoreCase: true);
    }

    public Task<bool> AskAsync(string question, bool otherwise, CancellationToken cancellationToken) =>
        new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = otherwise }
            .ShowAsync(console, cancellationToken);

    public async Task AskAsync(KnownSetting setting, CancellationToken cancellationToken)
    {
        var present = answers.ValueOf(setting);
        if (setting.IsSecret)
        {
            await AskSecretAsync(setting, !string.IsNullOrEmpty(present), cancellationToken);
        }
        else if (setting.Type == typeof(bool))
        {
            var isTrue = await AskAsync(Questions.Of(setting), bool.Parse(present!), cancellationToken);
            answers.Set(setting, isTrue ? "true" : "false");
        }
        else if (setting.Type.IsEnum)
        {
            var choice = NewChoice(Questions.Of(setting), Enum.GetNames(setting.Type), present!);
            answers.Set(setting, await choice.ShowAsync(console, cancellationToken));
        }
        else
        {
            await AskTextAsync(setting, present, cancellationToken);
        }
    }

    private async Task AskSecretAsync(KnownSetting setting, bool isSet, CancellationToken cancellationToken)
    {
        var hint = isSet ? $"Enter keeps the one there is, {Nothing} takes it away" : "not shown; Enter for none";
        var prompt = new TextPrompt<string>($"{Markup.Escape(Questions.Of(setting))} ({hint}):").Secret(null);
        prompt.AllowEmpty = true;
        var secret = await prompt.ShowAsync(console, cancellationToken);
        switch (secret)
        {
            case "":
                break;
            case Nothing:
                answers.Clear(setting);
                break;
            default:
                answers.Set(setting, secret);
                break;
        }
    }

    private async Task AskTextAsync(KnownSetting setting, string? present, CancellationToken cancellationToken)
    {
        var isOptional = setting.Default is null;
        var hint = (isOptional, string.IsNullOrEmpty(present)) switch
        {
            (true, true) => "Enter for none",
            (true, false) => $"{TerminalText.Escape(present)}; {Nothing} takes it away",
            (false, true) => "Enter for the default",
            (false, false) => TerminalText.Escape(present),
        };

        // The default is in the question: Spectre would read it as markup.
        var prompt = new TextPrompt<string>(Markup.Escape($"{Questions.Of(setting)} ({hint}):"))
        {
            AllowEmpty = string.IsNullOrEmpty(present),
            ShowDefaultValue = false,
            Converter = text => TerminalText.Escape(text),
            Validator = text => IsFit(setting, text)
                ? ValidationResult.Success()
                : ValidationResult.Error($"[red]It must be {Markup.Escape(setting.Form)}.[/]"),
        };
        if (!string.IsNullOrEmpty(present))
        {
            prompt.DefaultValue(present);
        }

        var answer = await prompt.ShowAsync(console, cancellationToken);
        if (answer.Length == 0 || (isOptional && answer == Nothing))
        {
            answers.Clear(setting);
        }
        else
        {
            answers.Set(setting, answer);
        }
    }

    private static bool IsFit(KnownSetting setting, string text) =>
        text.Length == 0 || (setting.Default is null && text == Nothing) || SettingsReader.IsOfType(setting, text);

    private static TextPrompt<string> NewChoice(string question, IEnumerable<string> choices, string present) =>
        new TextPrompt<string>(Markup.Escape(question), StringComparer.OrdinalIgnoreCase)
            .AddChoices(choices.Select(choice => choice.ToLowerInvariant()))
            .DefaultValue(present.ToLowerInvariant());
}
