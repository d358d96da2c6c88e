using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Admin;

/// <summary>Who reaches what, over HTTP.</summary>
public sealed class AdminReachTests
{
    private static readonly string[] Endpoints =
        ["GET /admin/clusters", "GET /admin/clusters/c-1", "POST /admin/clusters/c-1/merge", "POST /admin/clusters/c-1/split",
         "POST /admin/clusters/c-1/mute", "POST /admin/clusters/c-1/label", "POST /admin/clusters/recluster", "GET /admin/stats",
         "GET /admin/policies", "GET /admin/policies/m", "PUT /admin/policies/m",
         "DELETE /admin/policies/m", "GET /admin/kill-switch", "POST /admin/kill-switch", "GET /admin/nothing", "POST /admin",
         "GET /ADMIN/stats"];

    [Test]
    public async Task EveryEndpoint_NoKeyForwardedCaller_IsForbiddenAndSaysHowToSetOne([ValueSource(nameof(Endpoints))] string endpoint)
    {
        await using var app = await AdminFixture.StartAsync();
        app.WritesWithKey = false;
        var parts = endpoint.Split(' ');
        var answer = await app.Send(parts[0], parts[1], parts[0] is "PUT" or "POST" ? """{"on":true}""" : null,
            headers: ("X-Forwarded-For", "10.0.0.1"));
        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(answer.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.Json["detail"]!.GetValue<string>(), Does.Contain("Gateway:Admin:ApiKey"));
        Assert.That(answer.NoStore, Is.True);
        Assert.That(app.KillSwitch.IsOn, Is.False);
    }

    [Test]
    public async Task EveryEndpoint_KeyMissing_IsUnauthorized([ValueSource(nameof(Endpoints))] string endpoint)
    {
        await using var app = await AdminFixture.StartAsync(new GatewayOptions { Admin = new() { ApiKey = "0123456789abcdef" } });
        app.WritesWithKey = false;
        var parts = endpoint.Split(' ');
        Assert.That((await app.Send(parts[0], parts[1])).Status, Is.EqualTo(401));
        Assert.That((await app.Send(parts[0], parts[1], headers: ("X-Admin-Key", "0123456789abcdef"))).Status, Is.Not.EqualTo(401));
    }

    [Test]
    public async Task NoKeyConfigured_DirectLocalWrite_NeedsTheKeyThatWasPrintedOnce()
    {
        await using var app = await AdminFixture.StartAsync();
        app.WritesWithKey = false;
        Assert.That((await app.Send("POST", "/admin/kill-switch", """{"on":true}""")).Status, Is.EqualTo(401));
        Assert.That(app.KillSwitch.IsOn, Is.False);
        Assert.That((await app.Get("/admin/kill-switch")).Status, Is.EqualTo(200), "reads need none");

        var line = app.Console.Lines.Single();
        var key = System.Text.RegularExpressions.Regex.Match(line, "[0-9a-f]{32}").Value;
        Assert.That(line, Does.Contain("Gateway__Admin__ApiKey"));
        Assert.That((await app.Send("POST", "/admin/kill-switch", """{"on":true}""", headers: ("X-Admin-Key", key))).Status,
            Is.EqualTo(200));
        Assert.That(app.KillSwitch.IsOn, Is.True);
        var written = app.Log.GetSnapshot().Single(e => e.Id.Id == 7009).Message;
        Assert.That(written, Does.StartWith("key:").And.Contain("POST /admin/kill-switch").And.Not.Contain(key));
    }

    [Test]
    public async Task WrongKeys_OneAfterTheOther_WaitLongerAndTheRightOneDoesNot()
    {
        await using var app = await AdminFixture.StartAsync(new GatewayOptions { Admin = new() { ApiKey = "0123456789abcdef" } });
        for (var i = 0; i < 3; i++)
        {
            var wrong = app.Get("/admin/stats", ("X-Admin-Key", $"guess-{i}-0123456789"));
            Assert.That((await app.Get("/admin/stats", ("X-Admin-Key", "0123456789abcdef"))).Status, Is.EqualTo(200),
                "whoever has the key is not kept out");
            while (!wrong.IsCompleted)
            {
                app.Time.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Delay(5);
            }

            Assert.That((await wrong).Status, Is.EqualTo(401));
        }

        Assert.That(app.Log.GetSnapshot().Count(e => e.Id.Id == 7010), Is.EqualTo(1), "one line for many");
    }

    [TestCase("""{"on":true,"x":"\ud800"}""")]
    [TestCase("""{"on":true,"\udc00":1}""")]
    public async Task Body_HalfASurrogatePair_IsABadRequest(string body)
    {
        await using var app = await AdminFixture.StartAsync();
        Assert.That((await app.Send("POST", "/admin/kill-switch", body)).Status, Is.EqualTo(400));
        Assert.That(
            (await app.Put("/admin/policies/m",
                """{"action":"Break","mode":"Shadow","scope":[{"dimension":"query:\ud800","op":"=","value":"\ud800"}]}""")).Status,
                    Is.EqualTo(400));
    }

    [TestCase("evil.example")]
    [TestCase("localhost.evil.example:80")]
    public async Task Admin_RebindingHost_IsForbidden(string host)
    {
        await using var app = await AdminFixture.StartAsync();
        Assert.That((await app.Get("/admin/stats", ("Host", host))).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Prefix_UnknownAddressOrMethod_NeverFallsThroughToTheProxy()
    {
        await using var app = await AdminFixture.StartAsync(new GatewayOptions { Admin = new() { PathPrefix = "/ops/gateway" } });
        Assert.That((await app.Get("/ops/gateway/stats")).Status, Is.EqualTo(200));
        Assert.That((await app.Get("/ops/gateway/nothing/here")).Status, Is.EqualTo(404));
        Assert.That((await app.Get("/ops/gateway")).Status, Is.EqualTo(404));
        Assert.That((await app.Send("POST", "/ops/gateway/clusters")).Status, Is.EqualTo(404));
        Assert.That((await app.Get("/admin/stats")).Text, Is.EqualTo(AdminFixture.Proxied), "the default prefix is free once it is moved");
    }

    [Test]
    public async Task Port_OfItsOwn_AdminIsThereOnlyAndHealthEverywhere()
    {
        await using var app = await AdminFixture.StartAsync(listeners: 2);
        app.Options.Set(new GatewayOptions { Admin = new() { Port = app.Addresses[1].Port } });
        var spoofed = ("Host", $"localhost:{app.Addresses[1].Port}");
        Assert.That((await app.Send("GET", "/admin/stats", listener: 1)).Status, Is.EqualTo(200));
        Assert.That((await app.Send("GET", "/admin/stats", listener: 0, headers: spoofed)).Status, Is.EqualTo(404));
        Assert.That((await app.Send("GET", "/health", listener: 0)).Status, Is.EqualTo(200));
        Assert.That((await app.Send("GET", "/ready", listener: 1)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Health_AnyCaller_IsOpen()
    {
        await using var app = await AdminFixture.StartAsync(new GatewayOptions { Admin = new() { ApiKey = "0123456789abcdef" } });
        var answer = await app.Get("/health", ("Host", "gateway.example"), ("X-Forwarded-For", "10.0.0.1"));
        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, """{"status":"healthy"}""")));
    }

    [Test]
    public async Task Ready_AllWell_IsReadyWithTheStateOfEachPart()
    {
        await using var app = await AdminFixture.StartAsync();
        var answer = await app.Get("/ready");
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Text, Is.EqualTo(
            """{"status":"ready","parts":{"model":{"state":"loaded","id":"bge-small"},"bus":{"state":"connected","id":"in-process"}}}"""));
    }

    [Test]
    public async Task Ready_ModelMissing_IsDegradedAndServes()
    {
        await using var app = await AdminFixture.StartAsync();
        app.Model.State = new PartState("unavailable", "bge-small", false, "models/bge-small/model.onnx: not found");
        var local = await app.Get("/ready");
        var remote = await app.Get("/ready", ("Host", "gateway.example"));
        Assert.That(local.Status, Is.EqualTo(200));
        Assert.That(local.Json["status"]!.GetValue<string>(), Is.EqualTo("degraded"));
        Assert.That(local.Json["parts"]!["model"]!["state"]!.GetValue<string>(), Is.EqualTo("unavailable"));
        Assert.That(local.Text, Does.Contain("not found"));
        Assert.That(remote.Json["status"]!.GetValue<string>(), Is.EqualTo("degraded"));
        Assert.That(remote.Text, Does.Not.Contain("not found"), "what is wrong is for those who may use the admin API");
    }

    [Test]
    public async Task Ready_BeforeEverythingHasStarted_IsUnavailable()
    {
        Answer? early = null;
        var probe = new Probe();
        await using var app = AdminFixture.Create(more: services => services.AddSingleton<IHostedService>(probe));
        probe.OnStarted = async () => early = await app.Get("/ready");
        await app.StartAsync();

        Assert.That(early!.Status, Is.EqualTo(503));
        Assert.That(early.Json["status"]!.GetValue<string>(), Is.EqualTo("starting"));
    }

    [Test]
    public async Task Ready_Stopping_IsUnavailable()
    {
        await using var app = await AdminFixture.StartAsync();
        await app.Get("/ready");
        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var answer = await app.Get("/ready");
        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Json["status"]!.GetValue<string>(), Is.EqualTo("stopping"));
    }

    /// <summary>Runs when the server listens and the start is not over yet.</summary>
    private sealed class Probe : IHostedLifecycleService
    {
        public Func<Task> OnStarted { get; set; } = () => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => OnStarted();

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
