using Gateway.Modules.Policies;
using Gateway.Tests.Policies.Findings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Policies;

/// <summary>What an operator decided about a learned policy is not undone by learning.</summary>
public sealed class DecidedPoliciesTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider _time = new(OutcomeRows.Now);
    private LearnedPolicies _learned = null!;

    [SetUp]
    public void SetUp() => _learned = new LearnedPolicies(_time, NullLogger<LearnedPolicies>.Instance);

    [Test]
    public void Expire_Decided_StaysForGood()
    {
        Load(Decided());
        _time.Advance(TimeSpan.FromDays(30));
        Assert.That(_learned.Expire(_time.GetUtcNow()), Is.Empty);
        Assert.That(_learned.Count, Is.EqualTo(1));
    }

    [TestCase("query:q=x", true)]
    [TestCase("method=GET & query:q=x", true)]
    [TestCase("query:q=y", false)]
    [TestCase("method=GET", false)]
    public void IsTaken_Decided_StandsForItsScopeAndWhatIsInside(string scope, bool has)
    {
        Load(Decided());
        Assert.That(_learned.IsTaken(Scope(scope), null), Is.EqualTo(has));
    }

    [Test]
    public void IsTaken_NotDecided_StandsForItsScopeAlone()
    {
        Load(Learned());
        Assert.That(_learned.IsTaken(Scope("query:q=x"), null), Is.True);
        Assert.That(_learned.IsTaken(Scope("method=GET & query:q=x"), null), Is.False);
    }

    [Test]
    public void WithoutMuted_Decided_IsNotWithdrawn()
    {
        Load(Learned());
        Assert.That(_learned.WithoutMuted(_ => true).Single().IsWithdrawn, Is.True);
        Load(Decided(), revision: 2);
        Assert.That(_learned.WithoutMuted(_ => true), Is.Empty);
    }

    [Test]
    public void Load_DecidedSince_KeepsTheDecisionInWhatIsWritten()
    {
        Load(Learned());
        Load(Decided(), revision: 2);
        _time.Advance(Lifetime);
        Assert.That(_learned.Expire(_time.GetUtcNow()), Is.Empty, "the life that the engine knew of before has ended");
        var write = new PolicyWrite(Decided(), 2);
        _learned.Written(new StoredPolicy(write.Policy, 3, null));
        Assert.That(_learned.IsTaken(Scope("method=GET & query:q=x"), null), Is.True);
    }

    [Test]
    public void Load_DeletedByAnOperator_MayBeLearnedAnew()
    {
        Load(Decided());
        _learned.Load(PolicySet.Empty);
        Assert.That(_learned.IsTaken(Scope("query:q=x"), null), Is.False);
    }

    private static Policy Learned() => new()
    {
        Id = "p-1",
        Scope = Scope("query:q=x"),
        Action = PolicyAction.Break,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Learned,
        Clusters = [new ClusterReference("c-7", "database deadlock", ErrorKind.DataConflict)],
        Lifetime = Lifetime,
    };

    private static Policy Decided() => Learned() with
    {
        Mode = PolicyMode.Disabled,
        Lifetime = null,
        Decision = new(OperatorChoice.Close, Learned()),
    };

    private static Scope Scope(string text) => Proxy.Gate.Requests.Scope(text);

    private void Load(Policy policy, long revision = 1) =>
        _learned.Load(new PolicySet(revision, [new StoredPolicy(policy, revision, policy.Lifetime)]));
}
