using System.Text;
using System.Text.Json;

namespace Karton.Tests.Processes;

/// <summary>A report's tree without what differs from run to run: ids and times.</summary>
public static class Tree
{
    public static string Of(JsonElement document)
    {
        var text = new StringBuilder();
        Append(text, document.GetProperty("tree"), 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement node, int depth)
    {
        text.Append(' ', depth)
            .Append(node.GetProperty("name")).Append('|')
            .Append(node.GetProperty("sha256")).Append('|')
            .Append(node.GetProperty("size")).Append('|')
            .Append(node.GetProperty("headers")).Append('|')
            .Append(node.GetProperty("tags"));
        foreach (var delivery in node.GetProperty("deliveries").EnumerateArray())
        {
            text.Append('|').Append(delivery.GetProperty("identity"))
                .Append('=').Append(delivery.GetProperty("status"))
                .Append(delivery.TryGetProperty("refusals", out var refusals) ? refusals.ToString() : "");
        }

        text.AppendLine();
        foreach (var child in node.GetProperty("children").EnumerateArray())
        {
            Append(text, child, depth + 1);
        }
    }
}
