namespace Gateway.Tests.Policies;

/// <summary>What a few clients can and cannot make the engine do to the others.</summary>
public sealed class VotesTests
{
    [Test]
    public void Run_ThreeNewcomersFailWhereOthersAreQuiet_OnlyTheyAreRefused([Range(1, 5)] int seed)
    {
        var loop = new ControlLoop(new GatewayOptions(), seed);
        loop.Clusters.Set("c-1");
        loop.Run(15, 0.4, random => Request(random, $"key:{random.Next(10)}", null));
        loop.Run(20, 30, random => random.Next(75) == 0
            ? Request(random, $"key:{random.Next(10)}", null)
            : Request(random, $"evil:{random.Next(3)}", "c-1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Has.All.Contains("principal=evil"));
            Assert.That(loop.HealthyRefused, Is.Zero);
        }
    }

    [Test]
    public void Run_ThreeProvenClientsFailAtOnce_TheQuietOnesHaveASay([Range(1, 5)] int seed)
    {
        var loop = new ControlLoop(new GatewayOptions(), seed);
        loop.Clusters.Set("c-1");
        loop.Run(40, 5, random => Request(random, random.Next(4) == 0 ? $"evil:{random.Next(3)}" : $"key:{random.Next(10)}", null));
        loop.Run(20, 30, random => random.Next(75) == 0
            ? Request(random, $"key:{random.Next(10)}", null)
            : Request(random, $"evil:{random.Next(3)}", "c-1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loop.EnforcedScopes, Has.All.Contains("principal=evil"));
            Assert.That(loop.HealthyRefused, Is.Zero);
        }
    }

    [Test]
    public void Run_FailuresWithoutAName_NothingIsEnacted()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Run(10, 50, random => Request(random, $"key:{random.Next(10)}", null));
        loop.Run(20, 50, random => random.Next(20) == 0 ? Request(random, $"key:{random.Next(10)}", null) : Request(random, "", "c-1"));
        Assert.That(loop.Enacted, Is.Empty);
    }

    [Test]
    public void Run_OneClientsErrorInsideALivePolicy_DoesNotJoinIt()
    {
        var loop = Broken(out var poisoned);
        loop.Run(10, 60, random => random.Next(3) == 0 ? poisoned(random, "c-2") : Request(random, $"key:{random.Next(10)}", "c-1"));
        Assert.That(loop.Live.Where(p => !p.Scope.Names("principal")).SelectMany(p => p.Clusters).Select(c => c.Id),
            Has.None.EqualTo("c-2"));
    }

    [Test]
    public void Run_FaultEndsAndOneClientGoesOnWithItsText_GetsAPolicyOfItsOwn()
    {
        var loop = Broken(out var poisoned);
        loop.HoldOutInterval = TimeSpan.FromSeconds(0.1);
        loop.Run(15, 60, random => random.Next(2) == 0 ? poisoned(random, "c-1") : Request(random, $"key:{random.Next(10)}", null));
        Assert.That(loop.EnforcedScopes, Has.Some.EqualTo("principal=evil"));
    }

    [Test]
    public void Run_FaultEndsAndOneClientGoesOnWithItsText_ThePolicyOnAllRunsOut()
    {
        var loop = Broken(out var poisoned);
        loop.Run(130, 30, random => random.Next(2) == 0 ? poisoned(random, "c-1") : Request(random, $"key:{random.Next(10)}", null));
        Assert.That(loop.Live.Where(p => !p.Scope.Names("principal")), Is.Empty);
    }

    [Test]
    public void Run_OneClientWithAFaultForEachValue_LeavesRoomForWhatHitsAll()
    {
        var loop = new ControlLoop(new GatewayOptions { Policies = new PoliciesOptions { MaxLearned = 16 } });
        loop.Clusters.Set("c-1");
        loop.Run(60, 100, random =>
        {
            var value = random.Next(12);
            var request = Request(random, "evil", random.Next(2) == 0 ? null : "c-1");
            request.Dimensions["query:k"] = request.Cluster is null ? "ok" : $"v{(char)('a' + value)}";
            return request;
        });
        Assert.That(loop.Live, Has.Count.LessThanOrEqualTo(2), "an eighth of the places");
        loop.Run(5, 100, random => Request(random, $"key:{random.Next(10)}", null));
        loop.Run(10, 100, random =>
        {
            var request = Request(random, $"key:{random.Next(10)}", random.Next(4) == 0 ? "c-1" : null);
            request.Dimensions["query:k"] = request.Cluster is null ? "ok" : "pdf";
            return request;
        });
        Assert.That(loop.EnforcedScopes, Has.Some.EqualTo("query:k=pdf"));
    }

    [Test]
    public void Run_UsualAnswersAreNo200_NothingHealthyIsRefused(
        [Values(304, 401, 404, 409, 422, 429)] int status,
        [Values(ErrorKind.DependencyDown, ErrorKind.Overload)] ErrorKind kind)
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", kind);
        loop.Clusters.Set("c-usual", status == 429 ? ErrorKind.Quota : ErrorKind.CallerFault, status);
        loop.Run(30, 60, random => random.Next(10) == 0
            ? Request(random, $"key:{random.Next(6)}", "c-1")
            : Request(random, $"key:{random.Next(6)}", status == 304 ? null : "c-usual") with { Status = status });
        Assert.That(loop.EnforcedScopes, Is.Empty);
    }

    [Test]
    public void Run_UsualAnswersAreNo200AndOneReplicaFails_OnlyEjectionIsSeen([Values(304, 404, 409)] int status)
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1");
        loop.Clusters.Set("c-usual", ErrorKind.CallerFault, status);
        loop.Run(10, 100, random =>
        {
            var replica = random.Next(3);
            var request = replica == 1
                ? Request(random, $"key:{random.Next(6)}", "c-1")
                : Request(random, $"key:{random.Next(6)}", status == 304 ? null : "c-usual") with { Status = status };
            request.Dimensions["destination"] = replica.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return request;
        });
        var policy = loop.Live.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((policy.Scope.Text, policy.Action, policy.Mode),
                Is.EqualTo(("destination=1", PolicyAction.Eject, PolicyMode.Enforce)));
            Assert.That(policy.Evidence!.RiskRatio, Is.GreaterThan(50), "the usual answers of the other replicas are successes");
        }
    }

    [Test]
    public void Run_UnderAStatusOfTheCallerATextClaimsTheServiceIsDown_NothingIsEnforced()
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.DependencyDown, 422);
        loop.Run(5, 60, random => Request(random, $"key:{random.Next(10)}", null));
        loop.Run(10, 60, random => Request(random, $"key:{random.Next(10)}", "c-1"));
        Assert.That(loop.EnforcedScopes, Is.Empty);
    }

    /// <summary>
    /// A loop in which everybody's requests have failed on a route and are refused; the client called evil sends the same.
    /// </summary>
    private static ControlLoop Broken(out Func<Random, string, SimulatedRequest> poisoned)
    {
        var loop = new ControlLoop(new GatewayOptions());
        loop.Clusters.Set("c-1", ErrorKind.DependencyDown);
        loop.Clusters.Set("c-2");
        loop.Run(10, 60, random => Request(random, random.Next(10) == 0 ? "evil" : $"key:{random.Next(10)}", null));
        loop.Run(8, 60, random => Request(random, $"key:{random.Next(10)}", "c-1"));
        Assume.That(loop.EnforcedScopes.Single(), Does.Not.Contain("principal"));
        poisoned = (random, cluster) => Request(random, "evil", cluster);
        return loop;
    }

    private static SimulatedRequest Request(Random random, string voter, string? cluster)
    {
        var dimensions = new Dictionary<string, string>
        {
            ["route"] = "orders",
            ["method"] = "POST",
            ["upstream"] = "shop",
            ["path"] = "/api/orders/{int}",
            ["bodyBytes"] = random.Next(100, 900).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (voter.Length > 0)
        {
            dimensions["principal"] = voter;
        }

        return new SimulatedRequest(voter, dimensions, cluster);
    }
}
