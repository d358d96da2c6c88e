using Gateway.Host;
using Serilog.Events;
using Serilog.Parsing;

namespace Gateway.Tests.Host;

public sealed class ConsoleQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void Emit_ReaderIsStuck_NobodyWaitsAndTheRestIsCounted()
    {
        using var release = new ManualResetEventSlim();
        using var stuck = new ManualResetEventSlim();
        var queue = new ConsoleQueue(
            _ =>
            {
                stuck.Set();
                release.Wait();
            },
            _ => { });
        queue.Emit(Line("first"));
        Assert.That(stuck.Wait(Patience), Is.True);
        for (var i = 0; i < ConsoleQueue.Capacity + 7; i++)
        {
            queue.Emit(Line("more"));
        }

        queue.WriteLine("a line for the operator");
        Assert.That(queue.Dropped, Is.EqualTo(8));

        // The end does not wait for the reader: this returns while it is still stuck.
        queue.Dispose();
        release.Set();
    }

    [Test]
    public void Emit_DiskIsFull_EveryLineIsCountedAndLaterOnesAreTried()
    {
        var written = new List<string>();
        var full = true;
        using (var queue = new ConsoleQueue(e => { if (full) { throw new IOException("No space left on device"); } }, written.Add))
        {
            queue.Emit(Line("lost"));
            queue.Emit(Line("lost, too"));
            Assert.That(() => queue.Dropped, Is.EqualTo(2).After((int)Patience.TotalMilliseconds, 10));
            full = false;
            queue.WriteLine("kept");
        }

        Assert.That(written, Is.EqualTo(["kept"]));
    }

    [Test]
    public void Dispose_LinesAreWaiting_TheyAreWritten()
    {
        var written = new List<string>();
        using (var queue = new ConsoleQueue(e => written.Add(e.MessageTemplate.Text), written.Add))
        {
            queue.Emit(Line("one"));
            queue.WriteLine("two");
            queue.Emit(Line("three"));
        }

        Assert.That(written, Is.EqualTo(["one", "two", "three"]));
    }

    private static LogEvent Line(string text) => new(default, LogEventLevel.Information, null, new MessageTemplateParser().Parse(text), []);
}
