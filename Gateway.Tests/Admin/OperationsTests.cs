using Gateway.Modules.Admin.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Admin;

/// <summary>
/// Every operation of the admin API, through HTTP: with and without a key, with a stale revision, with a body that is none.
/// </summary>
public sealed class OperationsTests
{
    private const string Key = "an-operators-own-key";
    private AdminFixture _app = null!;

    private static IEnumerable<Operation> All => Operation.All;

    private static IEnumerable<Operation> OfOneRevision => Operation.All.Where(o => o.Revision);

    private static IEnumerable<Operation> WithBodies => Operation.All.Where(o => o.TakesBody);

    private static IEnumerable<Operation> Audited => Operation.All.Where(o => o.Audited is not null);

    private StoredPolicy Stored => _app.Store.LoadAsync(default).AsTask().Result.Policies.Single();

    [SetUp]
    public Task Start() => StartAsync(new GatewayOptions());

    [TearDown]
    public async Task End() => await _app.DisposeAsync();

    [Test]
    public void All_HoldsEveryOperationThatIsMapped()
    {
        var mapped = _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/admin", StringComparison.Ordinal))
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(m => $"{m} {e.RoutePattern.RawText}"));
        Assert.That(Operation.All.Select(o => o.ToString()), Is.EquivalentTo(mapped));
    }

    [TestCaseSource(nameof(All))]
    public async Task Send_WithTheKey_IsDone(Operation operation)
    {
        var answer = await Send(operation, operation.Body, "*");
        Assert.That(answer.Status, Is.EqualTo(operation.Status), answer.Text);
    }

    [TestCaseSource(nameof(All))]
    public async Task Send_WithoutAKey_OnlyReads(Operation operation)
    {
        _app.WritesWithKey = false;
        var answer = await Send(operation, operation.Body, "*");
        Assert.That(answer.Status, Is.EqualTo(operation.IsRead ? 200 : 401));
        AssertUnchanged();
    }

    [TestCaseSource(nameof(All))]
    public async Task Send_WhereAKeyIsSet_NothingWithoutIt(Operation operation)
    {
        await End();
        await StartAsync(new GatewayOptions { Admin = new() { ApiKey = Key } });
        _app.WritesWithKey = false;
        Assert.That((await Send(operation, operation.Body, "*")).Status, Is.EqualTo(401));
        AssertUnchanged();
        Assert.That((await Send(operation, operation.Body, "*", Key)).Status, Is.EqualTo(operation.Status));
    }

    [TestCaseSource(nameof(OfOneRevision))]
    public async Task Send_StaleRevision_ChangesNothing(Operation operation)
    {
        var answer = await Send(operation, operation.Body, "\"1\"");
        Assert.That((answer.Status, answer.MediaType), Is.EqualTo((412, "application/problem+json")));
        AssertUnchanged();
        Assert.That((await Send(operation, operation.Body, "\"2\"")).Status, Is.EqualTo(operation.Status));
    }

    [TestCaseSource(nameof(WithBodies))]
    public async Task Send_MalformedBody_ChangesNothing(Operation operation)
    {
        foreach (var body in new[] { "{", "no json", "[1]", """{"surely":"unknown"}""", """{"a":"\ud800"}""" })
        {
            var answer = await Send(operation, body, "*");
            Assert.That((answer.Status, answer.MediaType), Is.EqualTo((400, "application/problem+json")), body);
        }

        AssertUnchanged();
    }

    [TestCaseSource(nameof(Audited))]
    public async Task Send_AWrite_IsAudited(Operation operation)
    {
        await Send(operation, operation.Body, "*");
        var entry = (await _app.Get("/admin/audit")).Items.Single()!;
        var isPolicy = operation.Pattern.Contains("policies", StringComparison.Ordinal);
        Assert.Multiple(() =>
        {
            Assert.That(entry["action"]!.GetValue<string>(), Is.EqualTo(operation.Audited));
            Assert.That(entry["at"]!.GetValue<string>(), Is.EqualTo("2026-03-01T12:00:00Z"));
            Assert.That(entry["who"]!.GetValue<string>(),
                Is.EqualTo(AdminKey.FingerprintOf(_app.Services.GetRequiredService<AdminKey>().Current)));
            Assert.That(operation.Pattern, Does.Contain(entry["target"]!.GetValue<string>().Split('/')[0]));
            Assert.That(entry["before"] is null, Is.EqualTo(operation.Audited == "recluster"));
            Assert.That(entry["after"] is null, Is.EqualTo(operation.Audited == "delete"));
            Assert.That(isPolicy ? entry["before"]!["revision"]!.GetValue<long>() : 2, Is.EqualTo(2));
        });
    }

    private async Task StartAsync(GatewayOptions options)
    {
        _app = await AdminFixture.StartAsync(options);
        _app.Clusters.All.AddRange([AdminSamples.Cluster("c-1"), AdminSamples.Cluster("c-2")]);
        _app.Operations.Result = new ClusterOperationResult(_app.Clusters.All[0], null);
        var learned = AdminSamples.Learned("p-1", "c-1");
        await _app.Store.CompareAndSetAsync(learned, 0, default);
        await _app.Store.CompareAndSetAsync(learned with { Decision = new(OperatorChoice.Enforce, learned), Lifetime = null }, 1, default);
    }

    private Task<Answer> Send(Operation operation, string? body, string ifMatch, string? key = null) =>
        _app.Send(operation.Method, operation.Path, body, headers:
        [
            .. operation.Revision ? new[] { ("If-Match", ifMatch) } : [],
            .. key is null ? [] : new[] { ("X-Admin-Key", key) },
        ]);

    private void AssertUnchanged()
    {
        Assert.That((Stored.Revision, Stored.Policy.Decision?.Choice), Is.EqualTo((2, OperatorChoice.Enforce)));
        Assert.That(_app.Operations.Done, Is.Empty);
        Assert.That(_app.KillSwitch.IsOn, Is.False);
        Assert.That(_app.Audit.ReadAsync(10, null, default).AsTask().Result, Is.Empty);
    }
}
