using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Sampling;

/// <summary>
/// The one channel of the pipeline that drops. It is created in wait mode and only ever offered records: in a drop mode
/// <c>TryWrite</c> would return true while it drops, and nobody would know.
/// </summary>
internal sealed class OutcomeInbox : IOutcomeInbox
{
    private readonly Channel<OutcomeRecord> _channel;
    private readonly SamplingMetrics _metrics;
    private long _dropped;

    public OutcomeInbox(IOptionsMonitor<SamplerOptions> options, SamplingMetrics metrics)
    {
        _metrics = metrics;
        _channel = Channel.CreateBounded<OutcomeRecord>(new BoundedChannelOptions(options.CurrentValue.BufferSize)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
            SingleWriter = false,
        });
    }

    public ChannelReader<OutcomeRecord> Reader => _channel.Reader;

    /// <summary>Records dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool TryWrite(in OutcomeRecord record)
    {
        if (_channel.Writer.TryWrite(record))
        {
            return true;
        }

        record.Body?.Dispose();
        Interlocked.Increment(ref _dropped);
        _metrics.Dropped(SamplingMetrics.InboxFull);
        return false;
    }
}
