namespace Gateway.Tests.Messaging;

internal static class Samples
{
    /// <summary>A sample with every member set, to values that a careless serializer would spoil.</summary>
    public static OutcomeSample Full { get; } = new()
    {
        EventId = "replica-1-42",
        ReplicaId = "replica-1",
        SnapshotRevision = 9,
        Weight = 12.5,
        CompletedAt = new DateTimeOffset(2026, 3, 1, 12, 30, 15, 250, TimeSpan.Zero),
        Upstream = "orders",
        Dimensions = [new("route", "orders"), new("upstream", "orders"), new("query:lang", "\u4e2d\u6587"),
            new("path", "/api/orders/{int}")],
        Voter = "key:00ff00ff00ff00ff",
        Outcome = RequestOutcome.UpstreamError,
        Status = 503,
        GrpcStatus = 14,
        LatencyMs = 12.75,
        Error = new MaskedError("deadlock detected on relation <num>", new Fingerprint(0xfedcba9876543210), "5xx"),
        PolicyId = "p-3",
        PolicyRole = PolicyRole.HoldOut,
    };

    public static OutcomeSample Success { get; } = Full with
    {
        EventId = "replica-1-43",
        Weight = 1,
        Outcome = RequestOutcome.Success,
        Status = 200,
        GrpcStatus = null,
        Error = null,
        PolicyId = null,
        PolicyRole = PolicyRole.None,
    };
}
