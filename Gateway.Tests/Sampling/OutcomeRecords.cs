using System.Net;
using System.Text;

namespace Gateway.Tests.Sampling;

/// <summary>Records as the proxy would hand them over.</summary>
internal static class OutcomeRecords
{
    public static readonly DateTimeOffset Start = new(2024, 5, 2, 10, 0, 0, TimeSpan.Zero);

    public static OutcomeRecord Create(
        string query = "", string path = "/api/orders/17", RequestOutcome outcome = RequestOutcome.Success, int status = 200,
        string? body = null,
        string? key = null, string address = "10.0.0.1", double second = 0, PolicyRole role = PolicyRole.None,
        string route = "orders") => new()
        {
            Route = route,
            Upstream = "shop",
            Method = "GET",
            Destination = "shop/1",
            Path = path,
            Query = query,
            BodyBytes = -1,
            PrincipalKey = key,
            ClientAddress = IPAddress.Parse(address),
            Outcome = outcome,
            Status = status,
            GrpcStatus = -1,
            Body = body is null ? null : Capture(body),
            CompletedAt = Start.AddSeconds(second),
            Latency = TimeSpan.FromMilliseconds(12.5),
            SnapshotRevision = 3,
            PolicyRole = role,
        };

    public static OutcomeRecord Failed(string body, double second = 0) =>
        Create(outcome: RequestOutcome.UpstreamError, status: 500, body: body, second: second);

    public static CapturedBody Capture(string text)
    {
        var body = new CapturedBody(16_384, "application/json", null);
        body.Append(Encoding.UTF8.GetBytes(text));
        return body;
    }
}
