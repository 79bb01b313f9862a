using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Karton.Tests.Servers;

/// <summary>The management interface of RabbitMQ; of a cluster, the first node's that answers.</summary>
internal sealed class RabbitMqManagement : IDisposable
{
    private readonly Uri[] nodes;
    private readonly HttpClient client = new();

    public RabbitMqManagement(string addresses)
    {
        nodes = [.. addresses.Split(',').Select(address => new Uri(address))];
        var credentials = $"{TestServers.Setting("KARTON__RABBITMQ__USERNAME")}:"
            + TestServers.Setting("KARTON__RABBITMQ__PASSWORD");
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        return (await response.Content.ReadFromJsonAsync<List<T>>(JsonSerializerOptions.Web))!;
    }

    public async Task PutAsync(string path, object content) =>
        (await SendAsync(HttpMethod.Put, path, content)).Dispose();

    /// <summary>Deletes what may be gone already.</summary>
    public async Task DeleteAsync(string path) =>
        (await SendAsync(HttpMethod.Delete, path, mayBeMissing: true)).Dispose();

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? content = null, bool mayBeMissing = false)
    {
        for (var node = 0; ; node++)
        {
            using var request = new HttpRequestMessage(method, new Uri(nodes[node], $"/api/{path}"));
            request.Content = content is null ? null : JsonContent.Create(content);
            try
            {
                var response = await client.SendAsync(request);
                return mayBeMissing && response.StatusCode == HttpStatusCode.NotFound
                    ? response
                    : response.EnsureSuccessStatusCode();
            }
            catch (HttpRequestException error) when (error.StatusCode is null && node + 1 < nodes.Length)
            {
                // This node is down; the next one knows the same.
            }
        }
    }
}
