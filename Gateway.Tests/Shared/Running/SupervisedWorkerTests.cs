using System.Diagnostics.Metrics;
using Gateway.Modules.Shared.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Shared.Running;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SupervisedWorkerTests
{
    private readonly FakeTimeProvider _time = new();
    private ServiceProvider _services = null!;

    private Frail Worker => _services.GetRequiredService<Frail>();

    private IHostedService Supervised => _services.GetServices<IHostedService>().Single();

    private PartState State => _services.GetServices<IReadinessPart>().Single().GetState();

    [SetUp]
    public void SetUp() => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddFakeLogging())
        .AddSingleton<TimeProvider>(_time)
        .AddWorker<Frail>("frail")
        .BuildServiceProvider();

    [TearDown]
    public ValueTask TearDown() => _services.DisposeAsync();

    [Test]
    public async Task Worker_Throws_IsShownCountedAndStartedAgain()
    {
        using var restarts = new MeasuredRestarts(_services.GetRequiredService<IMeterFactory>());
        await Supervised.StartAsync(CancellationToken.None);
        await Worker.RunsAsync(1);
        Assert.That(State, Is.EqualTo(new PartState("running", "frail", Well: true, null)));
        Assert.That(restarts.Read(), Is.Zero, "it stands at none before anything happens");

        Worker.Fail();
        Assert.That(() => State.Well, Is.False.After(10_000, 10));
        Assert.That(State.State, Is.EqualTo("restarting"));
        Assert.That(State.Problem, Does.Contain("frail").And.Not.Contain("4711"), "a message may quote what came from outside");

        await Worker.RunsAsync(2, _time);
        Assert.That(restarts.Read(), Is.EqualTo(1));
        Assert.That(State.Well, Is.False, "a probe that asks now and then sees it");
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.That(State.Well, Is.True);
        await Supervised.StopAsync(CancellationToken.None);
        Assert.That(Worker.Running, Is.False);
    }

    [Test]
    public async Task Stop_WhileItPauses_StartsNothing()
    {
        await Supervised.StartAsync(CancellationToken.None);
        await Worker.RunsAsync(1);
        Worker.Fail();
        Assert.That(() => State.Well, Is.False.After(10_000, 10));
        await Supervised.StopAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(Worker.Runs, Is.EqualTo(1));
    }

    private sealed class Frail : BackgroundService
    {
        private TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public bool Running { get; private set; }

        public void Fail() =>
            Interlocked.Exchange(ref _failure, new(TaskCreationOptions.RunContinuationsAsynchronously))
                .SetException(new InvalidOperationException("order 4711"));

        public async Task RunsAsync(int runs, FakeTimeProvider? time = null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (Runs < runs)
            {
                time?.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(10, limit.Token);
            }
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var failure = _failure.Task;
            Running = true;
            Interlocked.Increment(ref _runs);
            try
            {
                await failure.WaitAsync(stoppingToken);
            }
            finally
            {
                Running = false;
            }
        }
    }

    private sealed class MeasuredRestarts : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _value;

        public MeasuredRestarts(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == MetricNames.WorkerRestarts && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _value = value);
            _listener.Start();
        }

        public long Read()
        {
            _listener.RecordObservableInstruments();
            return _value;
        }

        public void Dispose() => _listener.Dispose();
    }
}
