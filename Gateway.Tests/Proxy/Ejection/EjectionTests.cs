using System.Net;
using Gateway.Modules.Breaking;
using Gateway.Tests.Doubles;
using Gateway.Tests.Proxy.Forwarding;
using Gateway.Tests.Proxy.Gate;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Ejection;

/// <summary>Three real replicas of one upstream, of which d1 is said to be bad.</summary>
public sealed class EjectionTests
{
    private static readonly string[] Replicas = ["d0", "d1", "d2"];

    [Test]
    public async Task Forward_ReplicaIsEjected_OthersServeAndNothingIsRefused()
    {
        await using var site = await Site.StartAsync(Eject());
        site.Gateway.Breaker.Permit = null;
        for (var i = 0; i < 60; i++)
        {
            Assert.That((await site.GetAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That((site.Reached("d0") + site.Reached("d2"), site.Reached("d1")), Is.EqualTo((60, 0)));
        var view = site.View;
        Assert.That((view.Counts.Refused, view.Counts.ShadowRefused, view.Counts.Matched), Is.EqualTo((0, 0, 20)).Within(2));
    }

    [Test]
    public async Task Forward_HoldOut_GoesToTheReplicaAndItsFailureIsEvidence()
    {
        await using var site = await Site.StartAsync(Eject(), new GatewayOptions { Diagnostics = new() { ResponseHeaders = true } });
        site.Bad = true;
        var answer = await site.UntilAtAsync("d1");
        var seen = await site.LastOutcomeAsync(r => r.Destination == "d1");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(answer.HoldOut, Is.EqualTo("p-1"));
        Assert.That((seen.PolicyId, seen.PolicyRole), Is.EqualTo(("p-1", PolicyRole.HoldOut)));
        Assert.That(site.Gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 1 failures, 0 ignored"));
        Assert.That(site.View.Counts.HoldOut, Is.EqualTo(1));
    }

    [Test]
    public async Task Forward_ClientSticksToAnotherReplica_NoHoldOutMovesItsSession()
    {
        await using var site = await Site.StartAsync(Eject(), settings: [("ReverseProxy:Clusters:u:SessionAffinity:Enabled", "true"),
            ("ReverseProxy:Clusters:u:SessionAffinity:AffinityKeyName", "at")]);
        site.Gateway.Breaker.Permit = null;
        using var client = site.ClientWithCookies();
        var home = await client.GetStringAsync("/");
        site.Gateway.Breaker.Permit = new CountingPermit(PolicyRole.HoldOut);
        for (var i = 0; i < 12; i++)
        {
            Assert.That(await client.GetStringAsync("/"), Is.EqualTo(home));
        }

        Assert.That(site.Gateway.Breaker.Permit.Ends, Does.Match("^0 successes, 0 failures, [1-9][0-9]* ignored$"));
    }

    [TestCase("Redistribute", false)]
    [TestCase("Return503Error", true)]
    public async Task Forward_ClientSticksToTheEjectedReplica_IsServed(string failurePolicy, bool stays)
    {
        await using var site = await Site.StartAsync(Eject(), settings: [("ReverseProxy:Clusters:u:SessionAffinity:Enabled", "true"),
            ("ReverseProxy:Clusters:u:SessionAffinity:AffinityKeyName", "at"),
            ("ReverseProxy:Clusters:u:SessionAffinity:FailurePolicy", failurePolicy)]);
        using var client = site.ClientWithCookies();
        site.Gateway.Breaker.Permit = new CountingPermit(PolicyRole.Probe);
        var home = "";
        for (var i = 0; i < 40 && home != "d1"; i++)
        {
            site.ForgetCookies();
            home = await client.GetStringAsync("/");
        }

        site.Gateway.Breaker.Permit = null;
        Assert.That(home, Is.EqualTo("d1"));
        using var answer = await client.GetAsync("/");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync() == "d1", Is.EqualTo(stays));
    }

    [Test]
    public async Task Forward_Shadow_ReplicaServesAndWhatWouldHaveGoneElsewhereIsCounted()
    {
        await using var site = await Site.StartAsync(Eject() with { Mode = PolicyMode.Shadow });
        site.Gateway.Breaker.Permit = null;
        await site.UntilAtAsync("d1");
        await site.UntilAtAsync("d1");
        Assert.That((site.View.Counts.ShadowRefused, site.View.Counts.Refused), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task Forward_ReplicaFailsAndRecovers_OneRequestASecondTriesItAndThenItsShareReturns()
    {
        var time = new FakeTimeProvider();
        await using var site = await Site.StartAsync(Eject() with { RequestsPerSecond = 33 },
            new GatewayOptions { Principal = new() { TrustHeaders = true } }, time, real: true);
        site.Bad = true;
        await site.RunAsync(time, seconds: 8, perSecond: 300);
        Assert.That(site.Reached("d1"), Is.InRange(5, 10), "about one a second, however many come");
        Assert.That(site.View.State, Is.EqualTo(BreakerState.Open));

        site.Bad = false;
        await site.RunAsync(time, seconds: 6, perSecond: 100);
        Assert.That(site.View.State, Is.EqualTo(BreakerState.Closed));

        var before = site.Reached("d1");
        await site.RunAsync(time, seconds: 3, perSecond: 100);
        Assert.That(site.Reached("d1") - before, Is.InRange(60, 140), "a third of 300 again");

        site.Bad = true;
        await site.RunAsync(time, seconds: 2, perSecond: 100);
        Assert.That(site.View.State, Is.EqualTo(BreakerState.Open), "the watch ejects it at once when it fails again");
    }

    [Test]
    public async Task Read_EjectedDestinations_AreMeasuredForEachUpstream()
    {
        await using var site = await Site.StartAsync(Eject(), settings: [
            ("ReverseProxy:Clusters:other:Destinations:d1:Address", "http://127.0.0.1:9/"),
            ("ReverseProxy:Clusters:other:Destinations:d2:Address", "http://127.0.0.1:9/"),
        ]);
        site.Gateway.Breaker.Permit = null;
        Assert.That(Measurements.Of(site.Gateway.Services, "gateway_ejected_destinations", "upstream"),
            Is.EquivalentTo(new[] { ("u", 1.0), ("other", 1.0) }));
        site.Gateway.Services.GetRequiredService<IKillSwitch>().Set(true);
        Assert.That(Measurements.Of(site.Gateway.Services, "gateway_ejected_destinations", "upstream"),
            Is.EquivalentTo(new[] { ("u", 0.0), ("other", 0.0) }));
    }

    private static Policy Eject() => GateFixture.Policy("p-1", "destination=d1", PolicyAction.Eject);

    private sealed record Answer(HttpStatusCode Status, string Text, string? HoldOut);

    private sealed class Site(GatewayFixture gateway, IReadOnlyList<StubUpstream> upstreams, Site.Traffic traffic) : IAsyncDisposable
    {
        private readonly CookieContainer _cookies = new();

        public GatewayFixture Gateway => gateway;

        public bool Bad
        {
            set => traffic.Bad = value;
        }

        public PolicyView View => gateway.Services.GetRequiredService<ILivePolicies>().GetAll().Single();

        public static async Task<Site> StartAsync(Policy policy, GatewayOptions? options = null, TimeProvider? time = null,
            bool real = false, params (string Key, string Value)[] settings)
        {
            var traffic = new Traffic();
            var upstreams = await Task.WhenAll(Replicas.Select(id => StubUpstream.StartAsync(context => traffic.AnswerAsync(context, id))));
            (string, string)[] site =
            [
                ("ReverseProxy:Routes:r:ClusterId", "u"), ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
                .. upstreams.Select((u, i) => ($"ReverseProxy:Clusters:u:Destinations:d{i}:Address", u.Address)),
                .. settings,
            ];
            var gateway = await GatewayFixture.StartAsync(options, policy, time, services =>
            {
                if (real)
                {
                    services.RemoveAll<ICircuitBreakerFactory>();
                    services.AddBreaking();
                }
            }, site);
            return new Site(gateway, upstreams, traffic);
        }

        public int Reached(string id) => traffic.Reached(id);

        public async Task<Answer> GetAsync()
        {
            using var response = await gateway.Client.GetAsync("/");
            var holdOut = response.Headers.TryGetValues("X-Gateway-Hold-Out", out var ids) ? ids.Single() : null;
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), holdOut);
        }

        public async Task<Answer> UntilAtAsync(string id)
        {
            for (var i = 0; i < 200; i++)
            {
                if (await GetAsync() is { } answer && answer.Text == id)
                {
                    return answer;
                }
            }

            throw new AssertionException($"{id} was never reached.");
        }

        public async Task<OutcomeRecord> LastOutcomeAsync(Func<OutcomeRecord, bool> wanted)
        {
            while (true)
            {
                if ((await gateway.Outcomes.NextAsync()).Record is var record && wanted(record))
                {
                    return record;
                }
            }
        }

        public HttpClient ClientWithCookies() =>
            new(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = gateway.Http1 };

        public void ForgetCookies()
        {
            foreach (Cookie cookie in _cookies.GetAllCookies())
            {
                cookie.Expired = true;
            }
        }

        public async Task RunAsync(FakeTimeProvider time, int seconds, int perSecond)
        {
            for (var i = 0; i < seconds * perSecond; i++)
            {
                time.Advance(TimeSpan.FromSeconds(1.0 / perSecond));
                using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Api-Key", $"key-{i % 7}" } } };
                using var response = await gateway.Client.SendAsync(request);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await gateway.DisposeAsync();
            foreach (var upstream in upstreams)
            {
                await upstream.DisposeAsync();
            }
        }

        public sealed class Traffic
        {
            private readonly int[] _reached = new int[Replicas.Length];
            private volatile bool _bad;

            public bool Bad
            {
                get => _bad;
                set => _bad = value;
            }

            public int Reached(string id) => Volatile.Read(ref _reached[Array.IndexOf(Replicas, id)]);

            public Task AnswerAsync(HttpContext context, string id)
            {
                Interlocked.Increment(ref _reached[Array.IndexOf(Replicas, id)]);
                context.Response.StatusCode = id == "d1" && Bad ? 500 : 200;
                return context.Response.WriteAsync(id);
            }
        }
    }
}
