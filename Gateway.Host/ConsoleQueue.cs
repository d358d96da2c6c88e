using System.Text;
using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;

namespace Gateway.Host;

/// <summary>
/// Everything that this program writes to its console: a bounded queue that one thread empties. Whoever reads the console may stop reading,
/// and a disk may be full: then lines are dropped and counted, and nobody waits, not even the end of the program for longer than a moment.
/// The console's own writers share one lock over both outputs, so nothing else may write there.
/// </summary>
internal sealed class ConsoleQueue : ILogEventSink, IOperatorConsole, IDisposable
{
    public const int Capacity = 4096;
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(1);

    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Action<LogEvent> _writeEvent;
    private readonly Action<string> _writeError;
    private readonly Thread _writer;
    private long _dropped;

    /// <param name="writeEvent">Writes one event; may block, may throw.</param>
    /// <param name="writeError">Writes one line for the person who starts the program; may block, may throw.</param>
    public ConsoleQueue(Action<LogEvent> writeEvent, Action<string> writeError)
    {
        _writeEvent = writeEvent;
        _writeError = writeError;
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "console" };
        _writer.Start();
    }

    /// <summary>Lines that nobody has got.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public static ConsoleQueue Open()
    {
        var output = Console.OpenStandardOutput();
        var errors = Console.OpenStandardError();
        return new ConsoleQueue(
            GatewayLogging.WriterTo(output),
            line => errors.Write(Encoding.UTF8.GetBytes(line + Environment.NewLine)));
    }

    public void Emit(LogEvent logEvent) => Add(new Entry(logEvent, null));

    public void WriteLine(string line) => Add(new Entry(null, line));

    /// <summary>Writes what is queued, if somebody takes it.</summary>
    public void Dispose()
    {
        _entries.Writer.TryComplete();
        _writer.Join(TimeToEnd);
    }

    private void Add(Entry entry)
    {
        if (!_entries.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private void WriteAll()
    {
        while (_entries.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_entries.Reader.TryRead(out var entry))
            {
                Write(entry);
            }
        }
    }

    private void Write(Entry entry)
    {
        try
        {
            if (entry.Event is { } logEvent)
            {
                _writeEvent(logEvent);
            }
            else
            {
                _writeError(entry.Line!);
            }
        }
        catch (Exception)
        {
            // A full disk, a closed pipe, a value that cannot be written: there is no place left to say so but the count.
            Interlocked.Increment(ref _dropped);
        }
    }

    private readonly record struct Entry(LogEvent? Event, string? Line);
}
