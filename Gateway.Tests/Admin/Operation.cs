namespace Gateway.Tests.Admin;

/// <summary>One operation of the admin API, and how it is tried.</summary>
/// <param name="Pattern">Its address as it is mapped.</param>
/// <param name="Body">One that it takes; null for none.</param>
/// <param name="Status">Of its answer when all is well.</param>
/// <param name="Audited">The action that the audit names; null for what changes nothing.</param>
/// <param name="Revision">Whether it is about one revision of a policy.</param>
/// <param name="TakesBody">Whether it looks at a body at all.</param>
public sealed record Operation(
    string Method, string Pattern, string? Body, int Status, string? Audited = null, bool Revision = false, bool TakesBody = true)
{
    private const string Policy = """{"scope":[{"dimension":"query:simulate_error","op":"=","value":"true"}],"action":"Break"}""";

    public static readonly IReadOnlyList<Operation> All =
    [
        Read("/admin/clusters"),
        Read("/admin/clusters/{id}"),
        Read("/admin/stats"),
        Read("/admin/policies"),
        Read("/admin/policies/{id}"),
        Read("/admin/kill-switch"),
        Read("/admin/audit"),
        new("PUT", "/admin/policies/{id}", Policy, 200, "put", Revision: true),
        new("DELETE", "/admin/policies/{id}", null, 204, "delete", Revision: true, TakesBody: false),
        new("POST", "/admin/policies/{id}/enforce", null, 200, "enforce", Revision: true),
        new("POST", "/admin/policies/{id}/shadow", null, 200, "shadow", Revision: true),
        new("POST", "/admin/policies/{id}/isolate", null, 200, "isolate", Revision: true),
        new("POST", "/admin/policies/{id}/close", null, 200, "close", Revision: true),
        new("POST", "/admin/policies/{id}/lift", null, 200, "lift", Revision: true),
        new("POST", "/admin/clusters/{id}/merge", """{"from":"c-2"}""", 200, "merge"),
        new("POST", "/admin/clusters/{id}/split", """{"representatives":[0]}""", 201, "split"),
        new("POST", "/admin/clusters/{id}/mute", """{"muted":true}""", 200, "mute"),
        new("POST", "/admin/clusters/{id}/label", """{"label":"the printer"}""", 200, "label"),
        new("POST", "/admin/clusters/recluster", null, 200, "recluster"),
        new("POST", "/admin/kill-switch", """{"on":true}""", 200, "kill-switch"),
        new("POST", "/admin/explain", """{"method":"GET","path":"/api/test"}""", 200),
    ];

    public bool IsRead => Method == "GET";

    public string Path => Pattern.Replace("{id}", Pattern.Contains("policies", StringComparison.Ordinal) ? "p-1" : "c-1",
        StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Pattern}";

    private static Operation Read(string pattern) => new("GET", pattern, null, 200, TakesBody: false);
}
