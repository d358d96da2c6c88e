using System.Net;
using Gateway.Modules.Proxy.Admission;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Tests.Doubles;
using Gateway.Tests.Proxy.Gate;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Admission;

public sealed class DestinationRoomTests
{
    private const int Greedy = 0x0100_1001;
    private const int Other = 0x0200_2002;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    [Test]
    public void TryEnter_OnePrincipal_GetsItsShareOnly()
    {
        var room = Room(1000, 0.5);
        Assert.That(Fill(room, Greedy), Is.EqualTo(500));
    }

    [Test]
    public void TryEnter_PrincipalsThatKeepAllTheyGet_LeaveRoomForTheNext()
    {
        var room = Room(1000, 0.5);
        var got = Enumerable.Range(1, 8).Select(i => Fill(room, i * 0x0101_0101));
        Assert.That(got, Is.EqualTo([500, 250, 125, 63, 31, 16, 8, 4]));
    }

    [Test]
    public void TryEnter_ShareOfOne_IsBoundByThePlacesAlone() => Assert.That(Fill(Room(8, 1), Greedy), Is.EqualTo(8));

    [Test]
    public void TryEnter_SinglePlace_TakesOne() => Assert.That(Fill(Room(1, 0.75), Greedy), Is.EqualTo(1));

    [Test]
    public async Task WaitAsync_PlaceComesFree_EntersBeforeNewcomers()
    {
        var room = Room(1, 0.75);
        room.TryEnter(Greedy);
        var waiting = room.WaitAsync(Other, CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        room.Leave(Greedy);
        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That((room.InFlight, room.Waiting), Is.EqualTo((1, 0)));
        Assert.That(room.TryEnter(Greedy), Is.False);
    }

    [Test]
    public async Task WaitAsync_LongLineOfOnePrincipal_MakesNobodyElseWait()
    {
        var room = Room(1, 0.75);
        room.TryEnter(Greedy);
        var line = Enumerable.Range(0, 100).Select(_ => room.WaitAsync(Greedy, CancellationToken.None)).ToList();
        var other = room.WaitAsync(Other, CancellationToken.None);
        room.Leave(Greedy);
        room.Leave(Greedy);
        Assert.That(await other.WaitAsync(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That(line.Count(w => w.IsCompleted), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task WaitAsync_TimeIsUp_GivesUpAndLeavesTheLine()
    {
        var time = new FakeTimeProvider();
        var room = Room(1, 0.75, time: time);
        room.TryEnter(Greedy);
        var waiting = room.WaitAsync(Other, CancellationToken.None);
        time.Advance(MaxWait);
        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(20)), Is.False);
        Assert.That(room.Waiting, Is.Zero);
        room.Leave(Greedy);
        Assert.That(room.InFlight, Is.Zero);
    }

    [Test]
    public async Task WaitAsync_ClientGone_LeavesTheLine()
    {
        using var gone = new CancellationTokenSource();
        var room = Room(1, 0.75);
        room.TryEnter(Greedy);
        var waiting = room.WaitAsync(Other, gone.Token);
        await gone.CancelAsync();
        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(20)), Is.False);
        Assert.That(room.Waiting, Is.Zero);
    }

    [Test]
    public async Task WaitAsync_LineHasItsBound_OnePrincipalGetsAShareOfIt()
    {
        var room = Room(1, 0.75, maxWaiting: 8);
        room.TryEnter(Greedy);
        var greedy = Enumerable.Range(0, 20).Select(_ => room.WaitAsync(Greedy, CancellationToken.None)).ToList();
        Assert.That(greedy.Count(w => !w.IsCompleted), Is.EqualTo(6));
        Assert.That(await greedy[^1], Is.False);
        Assert.That(room.WaitAsync(Other, CancellationToken.None).IsCompleted, Is.False);
    }

    [Test]
    public async Task Room_ManyAtOnce_NeverHoldsMoreThanItsPlacesAndEndsEmpty()
    {
        var room = Room(4, 0.75, maxWaiting: 10_000, time: TimeProvider.System);
        var now = 0;
        var most = 0;
        async Task UseAsync(int principal)
        {
            if (!room.TryEnter(principal))
            {
                Assert.That(await room.WaitAsync(principal, CancellationToken.None), Is.True);
            }

            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            room.Leave(principal);
        }

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(() => UseAsync((i % 7) * 0x0101_0101))))
            .WaitAsync(TimeSpan.FromSeconds(60));

        Assert.That(most, Is.LessThanOrEqualTo(4));
        Assert.That((room.InFlight, room.Waiting), Is.EqualTo((0, 0)));
    }

    [Test]
    public void EnterAndLeave_Warm_AllocateNothing()
    {
        var room = Room(1000, 0.75);
        var byKey = Requests.Facts(principalKey: "k-1");
        var byAddress = Requests.Facts(address: IPAddress.Parse("::ffff:10.0.0.7"));
        void Pass()
        {
            foreach (var facts in (ReadOnlySpan<RequestFacts>)[byKey, byAddress])
            {
                var principal = PrincipalHash.Of(in facts);
                room.TryEnter(principal);
                room.Leave(principal);
            }
        }

        Assert.That(WarmAllocation.Of(Pass), Is.Zero);
    }

    [TestCase("2001:db8::1", "2001:db8::ffff:1", 64, true)]
    [TestCase("2001:db8::1", "2001:db8:0:1::1", 64, false)]
    [TestCase("2001:db8::1", "2001:db8:0:1::1", 48, true)]
    [TestCase("2001:db8::1", "2001:db8::ffff:1", 128, false)]
    [TestCase("10.0.0.1", "::ffff:10.0.0.1", 64, true)]
    [TestCase("10.0.0.1", "10.0.0.2", 64, false)]
    public void PrincipalHash_Address_IsTheIPv4AddressOrTheConfiguredIPv6Block(string one, string other, int prefix, bool same)
    {
        var first = PrincipalHash.Of(Requests.Facts(address: IPAddress.Parse(one), ipv6PrefixLength: prefix));
        var second = PrincipalHash.Of(Requests.Facts(address: IPAddress.Parse(other), ipv6PrefixLength: prefix));
        Assert.That(first == second, Is.EqualTo(same));
    }

    [Test]
    public void RequestFactsFeature_FromThePool_AllocatesNothingAndIsEmpty()
    {
        var pool = Microsoft.Extensions.ObjectPool.ObjectPool.Create<RequestFactsFeature>();
        var facts = Requests.Facts(principalKey: "k-1");
        void Carry()
        {
            var carrier = pool.Get();
            carrier.Set(in facts);
            pool.Return(carrier);
        }

        Assert.That(WarmAllocation.Of(Carry), Is.Zero);
        Assert.That(pool.Get().Facts.PrincipalKey, Is.Null);
    }

    private static DestinationRoom Room(int places, double share, int maxWaiting = 1000, TimeProvider? time = null) =>
        new(places, new RoomLimits(share, maxWaiting, MaxWait), time ?? new FakeTimeProvider());

    private static int Fill(DestinationRoom room, int principal)
    {
        var got = 0;
        while (room.TryEnter(principal))
        {
            got++;
        }

        return got;
    }
}
