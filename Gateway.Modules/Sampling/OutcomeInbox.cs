using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Sampling;

/// <summary>
/// The one channel of the pipeline that drops. It waits, as all do, and is only ever offered records: in a drop mode
/// <c>TryWrite</c> would return true while it drops, and nobody would know.
/// </summary>
internal sealed class OutcomeInbox(IOptionsMonitor<SamplerOptions> options, SamplingMetrics metrics) : IOutcomeInbox
{
    private readonly Inbox<OutcomeRecord> _inbox = new(options.CurrentValue.BufferSize);
    private long _dropped;

    public ChannelReader<OutcomeRecord> Reader => _inbox.Reader;

    /// <summary>Records dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool TryWrite(in OutcomeRecord record)
    {
        if (_inbox.Writer.TryWrite(record))
        {
            return true;
        }

        record.Body?.Dispose();
        Interlocked.Increment(ref _dropped);
        metrics.Dropped(SamplingMetrics.InboxFull);
        return false;
    }
}
