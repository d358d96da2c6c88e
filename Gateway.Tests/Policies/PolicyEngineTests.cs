namespace Gateway.Tests.Policies;

/// <summary>The control loop against simulated streams whose truth is known: what it finds, what it leaves alone, how soon.</summary>
public sealed class PolicyEngineTests
{
    private static readonly string[] Tenants = ["acme", "globex", "globex", "globex", "globex", "initech", "initech", "initech", "umbrella",
        "umbrella"];

    [Test]
    public void Run_OneParameterFails_BreaksTheParameterAlone([Range(1, 10)] int seed)
    {
        var loop = new ControlLoop(new GatewayOptions(), seed);
        loop.Clusters.Set("c-1");
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "query:simulate_error=true" }));
            Assert.That(loop.HealthyRefused, Is.Zero);
            Assert.That(loop.Enacted[0].Second, Is.LessThan(2.1));
        }
    }

    [Test]
    public void Run_OneTenantFailsInTwoWordings_OnePolicyNamesBoth([Range(1, 10)] int seed)
    {
        var loop = new ControlLoop(new GatewayOptions(), seed);
        loop.Clusters.Set("c-1");
        loop.Clusters.Set("c-2", ErrorKind.Unknown);
        loop.Run(8, 300, random => Shop(random));
        var onset = loop.Second;
        loop.Run(10, 300,
            random => Shop(random, (route, tenant) => route == "orders" && tenant == "acme" ? random.Next(2) == 0 ? "c-1" : "c-2" : null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "route=orders & header:X-Tenant-Id=acme" }));
            Assert.That(loop.Enacted[0].Second - onset, Is.LessThan(2));
            Assert.That(loop.Live.Single().Clusters.Select(c => c.Id), Is.EquivalentTo(new[] { "c-1", "c-2" }));
            Assert.That(loop.HealthyRefused, Is.Zero);
        }
    }

    [Test]
    public void Run_SecondWordingIsOnlyNearTheCluster_CountsWithItAllTheSame([Range(1, 5)] int seed)
    {
        var loop = new ControlLoop(new GatewayOptions(), seed);
        loop.Clusters.Set("c-1");
        loop.Run(8, 300, random => Shop(random));
        var onset = loop.Second;
        loop.Run(10, 300, random => Shop(random, (route, tenant) => route == "orders" && tenant == "acme" ? "c-1" : null) with
        {
            LooseText = random.Next(2) == 0 ? 7UL : null,
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "route=orders & header:X-Tenant-Id=acme" }));
            Assert.That(loop.Enacted[0].Second - onset, Is.LessThan(1.6));
        }
    }

    [Test]
    public void Run_FaultSaysOnlyWhatIsNearTheCluster_ExactRepeatsAreEvidence()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0) with { LooseText = 7 });
        Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "query:simulate_error=true" }));
    }

    [Test]
    public void Run_EveryTextIsAnother_NothingRepeatsSoNothingIsEnacted()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        var text = 0UL;
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0) with { LooseText = text++ });
        Assert.That(loop.Enacted, Is.Empty);
    }

    [Test]
    public void Run_TwoTenantsAreMostOfTheRoute_TwoScopesAndNotTheRoute([Range(1, 5)] int seed)
    {
        var loop = new ControlLoop(new GatewayOptions(), seed);
        loop.Clusters.Set("c-1");
        loop.Run(5, 300, random => Shop(random));
        loop.Run(10, 300,
            random =>
                Shop(random, (route, tenant) => route == "orders" && tenant is "globex" or "initech" && route == "orders" ? "c-1" : null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Is.EquivalentTo(new[]
            {
                "route=orders & header:X-Tenant-Id=globex", "route=orders & header:X-Tenant-Id=initech",
            }));
            Assert.That(loop.HealthyRefused, Is.Zero);
        }
    }

    [Test]
    public void Run_OneHostileClient_OnlyThatClientIsBlocked([Range(1, 5)] int seed)
    {
        var loop = new ControlLoop(new GatewayOptions(), seed);
        loop.Clusters.Set("c-1");
        loop.Run(15, 300, random =>
        {
            var evil = random.Next(10) < 9;
            return Request(random, evil ? "key:evil" : $"key:{random.Next(40)}", "orders", "shop",
                evil ? "c-1" : random.Next(20) == 0 ? "c-1" : null);
        });
        Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "principal=key:evil" }));
    }

    [Test]
    public void Run_NoiseEverywhere_CauseIsNotObserved([Values(0.01, 0.02, 0.2, 0.5)] double share)
    {
        var loop = new ControlLoop(new GatewayOptions(), 3);
        loop.Clusters.Set("c-1");
        loop.Run(40, 300, random => Shop(random, (_, _) => random.NextDouble() < share ? "c-1" : null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.Enacted, Is.Empty);
            Assert.That(loop.Findings.Find("c-1")!.Status, Is.EqualTo("causeNotObserved"));
        }
    }

    [Test]
    public void Run_OnlyTheScopeWasEverSeen_NothingToCompareWithSoNothingIsRefused()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(10, 100, random => Request(random, $"key:{random.Next(40)}", "orders", "shop", "c-1"));
        Assert.That(loop.Enacted, Is.Empty);
    }

    [Test]
    public void Run_RouteFailsAfterAHealthyPast_BreaksTheRoute()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.DependencyDown);
        loop.Run(8, 300, random => Shop(random));
        loop.Run(8, 300, random => Shop(random, (route, _) => route == "cart" ? "c-1" : null));
        Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "route=cart" }));
    }

    [Test]
    public void Run_OneAddressOnly_TheScopeCarriesTheAddress()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(10, 20, random => PlainOrSimulated(random, random.Next(2) == 0, "127.0.0.1"));
        Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "principal=127.0.0.1 & query:simulate_error=true" }));
    }

    [Test]
    public void Run_CallersFaultOnARoute_IsObservedOnly()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.CallerFault, 400);
        loop.Run(5, 300, random => Shop(random));
        loop.Run(10, 300, random => Shop(random, (route, _) => route == "cart" ? "c-1" : null));
        Assert.That(loop.Enacted, Is.Empty);
    }

    [TestCase(422, 422)]
    [TestCase(200, 400)]
    [TestCase(500, 503)]
    public void Run_CallersFaultByParameter_RefusesWithTheUpstreamsStatus(int upstream, int refusal)
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.CallerFault, upstream);
        loop.Run(10, 150, random => PlainOrSimulated(random, random.Next(5) == 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "query:simulate_error=true" }));
            Assert.That(loop.Live.Single().RefusalStatus, Is.EqualTo(refusal));
        }
    }

    [TestCase(401)]
    [TestCase(404)]
    public void Run_StatusIsNeverActedOn_NothingIsEnacted(int status)
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.CallerFault, status);
        loop.Run(10, 150, random => PlainOrSimulated(random, random.Next(5) == 0));
        Assert.That(loop.Enacted, Is.Empty);
    }

    [Test]
    public void Run_ClusterMayNotEnforce_NothingIsEnacted()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", enforceable: false);
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        Assert.That(loop.Enacted, Is.Empty);
    }

    [Test]
    public void Run_OneReplicaFails_ItIsEjected()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(8, 300, random =>
        {
            var destination = random.Next(3).ToString(System.Globalization.CultureInfo.InvariantCulture);
            var request = Request(random, $"key:{random.Next(40)}", "users", "users", destination == "1" ? "c-1" : null);
            request.Dimensions["destination"] = destination;
            return request;
        });
        Assert.That(loop.Live.Select(p => (p.Scope.Text, p.Action, p.Mode)),
            Is.EqualTo(new[] { ("destination=1", PolicyAction.Eject, PolicyMode.Enforce) }));
    }

    [Test]
    public void Run_Overload_IsLimited()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.Overload, 503);
        loop.Run(5, 300, random => Shop(random));
        loop.Run(10, 300, random => Shop(random, (route, _) => route == "cart" && random.Next(3) > 0 ? "c-1" : null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "route=cart" }));
            Assert.That(loop.Live.Select(p => (p.Scope.Text, p.Action)), Is.EqualTo(new[] { ("route=cart", PolicyAction.Limit) }));
        }
    }

    [Test]
    public void Run_OverloadLasts_FailuresKeepTheLimitAlive()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.Overload, 503);
        loop.Run(5, 100, random => Shop(random));
        loop.Run(150, 100, random => Shop(random, (route, _) => route == "cart" && random.Next(3) > 0 ? "c-1" : null));
        Assert.That(loop.Enacted, Has.Count.EqualTo(1));
    }

    [Test]
    public void Run_OtherFaultsFailuresInTheScope_DoNotHideTheCause()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Clusters.Set("c-2");
        loop.Run(10, 300, random => Shop(random, (route, tenant) =>
            route == "orders" && tenant == "acme" ? random.Next(3) == 0 ? "c-1" : "c-2" : route == "cart" && random.Next(30) == 0
                ? "c-2" : null));
        Assert.That(loop.EnforcedScopes, Is.EqualTo(new[] { "route=orders & header:X-Tenant-Id=acme" }));
    }

    [Test]
    public void Run_PartialFaultAboveTheBudget_IsNotEnforced()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(20, 300, random => Shop(random, (route, tenant) =>
            route == "orders" && tenant == "globex" && random.NextDouble() < 0.9 ? "c-1" : null));
        Assert.That(loop.Enacted, Is.Empty);
    }

    [Test]
    public void Run_FaultEnds_PolicyRunsOutWithinItsLifetime()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        Assume.That(loop.Live, Has.Count.EqualTo(1));
        loop.Run(61, 100, random => PlainOrSimulated(random, random.Next(5) == 0) with { Cluster = null });
        Assert.That(loop.Live, Is.Empty);
    }

    [Test]
    public void Run_FaultLasts_HoldOutKeepsThePolicyAlive()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(150, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.Enacted, Has.Count.EqualTo(1));
            Assert.That(loop.Live.Single().Evidence!.HoldOut.Failed, Is.GreaterThan(100));
        }
    }

    [Test]
    public void Run_ClusterMuted_ItsPolicyIsWithdrawnAtOnceAndNotLearnedAgain()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        Assert.That(loop.Live, Has.Count.EqualTo(1));
        loop.Clusters.Set("c-1", enforceable: false, state: ErrorCluster.MutedStatus);
        loop.Run(0.5, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        Assert.That(loop.Live, Is.Empty);
        loop.Run(20, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        Assert.That(loop.Live, Is.Empty);
    }

    [Test]
    public void Run_OneOfTwoClustersMuted_PolicyStandsForTheOther()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Clusters.Set("c-2");
        loop.Run(10, 200, TwoWordings);
        Assert.That(loop.Live.Single().Clusters, Has.Length.EqualTo(2));
        loop.Clusters.Set("c-2", enforceable: false, state: ErrorCluster.MutedStatus);
        loop.Run(5, 200, TwoWordings);
        Assert.That(loop.Live.Single().Clusters.Select(cluster => cluster.Id), Is.EqualTo(new[] { "c-1" }));
    }

    [Test]
    public void Run_ModeDisabled_LearnsNothing()
    {
        var loop = new ControlLoop(new GatewayOptions { Policies = new PoliciesOptions { Mode = PolicyMode.Disabled } });
        loop.Clusters.Set("c-1");
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        Assert.That(loop.Enacted, Is.Empty);
    }

    [Test]
    public void Run_ConfiguredRuleObserves_WinsOverTheBuiltInOne()
    {
        var rules = new[] { new PolicyRuleOptions { Kinds = [ErrorKind.Defect], Action = PolicyAction.Observe } };
        var loop = new ControlLoop(new GatewayOptions { Policies = new PoliciesOptions { Rules = rules } });
        loop.Clusters.Set("c-1");
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.Enacted, Is.Empty);
            Assert.That(loop.Findings.Find("c-1")!.Status, Is.EqualTo("observed"));
            Assert.That(loop.Findings.Find("c-1")!.Scopes.Select(s => s.Text), Does.Contain("query:simulate_error=true"));
        }
    }

    [Test]
    public void Run_ClustersMerged_FailuresCountForTheSurvivor()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Clusters.Merge("c-9", "c-1");
        loop.Run(10, 100, random => PlainOrSimulated(random, random.Next(5) == 0) is { Cluster: not null } failing
            ? failing with { Cluster = "c-9" } : PlainOrSimulated(random, false));
        Assert.That(loop.Live.Single().Clusters.Single().Id, Is.EqualTo("c-1"));
    }

    [Test]
    public void Run_FoldedValueFails_NoScopeIsBuiltOnIt()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(10, 200, random =>
        {
            var failing = random.Next(5) == 0;
            var request = Request(random, $"key:{random.Next(40)}", "orders", "shop", failing ? "c-1" : null);
            request.Dimensions["query:id"] = failing ? DimensionNames.Folded : "x";
            return request;
        });
        Assert.That(loop.Enacted, Is.Empty);
    }

    private static SimulatedRequest TwoWordings(Random random)
    {
        var request = PlainOrSimulated(random, random.Next(5) == 0);
        return request.Cluster is null ? request : request with { Cluster = random.Next(2) == 0 ? "c-1" : "c-2" };
    }

    private static SimulatedRequest PlainOrSimulated(Random random, bool simulated, string? voter = null)
    {
        var request = Request(random, voter ?? $"key:{random.Next(40)}", "test", "demo", simulated ? "c-1" : null);
        if (simulated)
        {
            request.Dimensions["query:simulate_error"] = "true";
        }

        return request;
    }

    private static SimulatedRequest Shop(Random random, Func<string, string, string?>? cluster = null)
    {
        var route = random.Next(4) == 0 ? "cart" : "orders";
        var tenant = Tenants[random.Next(Tenants.Length)];
        var request = Request(random, $"key:{random.Next(40)}", route, "shop", cluster?.Invoke(route, tenant));
        request.Dimensions["header:X-Tenant-Id"] = tenant;
        return request;
    }

    private static SimulatedRequest Request(Random random, string voter, string route, string upstream, string? cluster) => new(
        voter,
        new Dictionary<string, string>
        {
            ["route"] = route,
            ["method"] = route == "cart" ? "POST" : "GET",
            ["upstream"] = upstream,
            ["destination"] = "0",
            ["path"] = $"/api/{route}/{{int}}",
            ["principal"] = voter,
            ["bodyBytes"] = random.Next(100, 900).ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
        cluster);
}
