using System.CommandLine;

namespace Karton.LoadTest.Roles;

/// <summary>
/// Plays a role in a process of its own. Each line of standard input is one thing to do, and each gets one line as its
/// answer, which begins with <c>ok</c> when it was done; the first line says that the role is ready.
/// </summary>
internal static class RoleHost
{
    internal const string KartonPublisher = "karton-publisher";
    internal const string KartonService = "karton-service";
    internal const string KartonTracking = "karton-tracking";
    internal const string KartonEmbedded = "karton-embedded";
    internal const string BarePublisher = "bare-publisher";
    internal const string BareService = "bare-service";
    internal const string BareEmbedded = "bare-embedded";
    internal const string BindingsPublisher = "bindings-publisher";
    internal const string BindingsEmbedded = "bindings-embedded";

    internal const string PipelineIntake = "pipeline-intake";
    internal const string PipelineClassifier = "pipeline-classifier";
    internal const string PipelineUnpacker = "pipeline-unpacker";
    internal const string PipelineEmbedded = "pipeline-embedded";
    internal const string PlainStore = "plain-store";
    internal const string Store = "store";

    private static readonly Dictionary<string, Func<IRole>> Roles = new(StringComparer.Ordinal)
    {
        [KartonPublisher] = KartonRoles.Publisher,
        [KartonService] = KartonRoles.Service,
        [KartonTracking] = KartonRoles.Tracking,
        [KartonEmbedded] = KartonRoles.Embedded,
        [BarePublisher] = BareRoles.Publisher,
        [BareService] = BareRoles.Service,
        [BareEmbedded] = BareRoles.Embedded,
        [BindingsPublisher] = BindingsRoles.Publisher,
        [BindingsEmbedded] = BindingsRoles.Embedded,
        [PipelineIntake] = PipelineRoles.Intake,
        [PipelineClassifier] = PipelineRoles.Classifier,
        [PipelineUnpacker] = PipelineRoles.Unpacker,
        [PipelineEmbedded] = PipelineRoles.Embedded,
        [PlainStore] = () => new PlainStoreRole(),
        [Store] = () => new StoreRole(),
    };

    internal static Command Command()
    {
        var name = new Argument<string>("name");
        name.AcceptOnlyFromAmong([.. Roles.Keys]);
        var command = new Command("role") { name };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => PlayAsync(parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task PlayAsync(string name, CancellationToken cancellationToken)
    {
        await using var role = Roles[name]();
        await role.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync("ok");
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            await Console.Out.WriteLineAsync(await AnswerAsync(role, line.Split(' '), cancellationToken));
        }
    }

    private static async Task<string> AnswerAsync(IRole role, string[] words, CancellationToken cancellationToken)
    {
        try
        {
            return $"ok {await role.DoAsync(words[0], words[1..], cancellationToken)}";
        }
        catch (Exception e)
        {
            // Whatever it was, who asked learns of it.
            return e.ToString().ReplaceLineEndings(" | ");
        }
    }
}
