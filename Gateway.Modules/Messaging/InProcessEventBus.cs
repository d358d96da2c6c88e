using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Messaging;

/// <summary>
/// The bus of a single replica: one bounded channel whose publishers wait while it is full. One queue for every upstream
/// keeps the order of each. A sample leaves the channel only when the consumer asks for the next one.
/// </summary>
internal sealed class InProcessEventBus(IOptionsMonitor<KafkaOptions> options) : IEventBus
{
    private readonly Channel<OutcomeSample> _channel = Channel.CreateBounded<OutcomeSample>(
        new BoundedChannelOptions(options.CurrentValue.BufferSize) { FullMode = BoundedChannelFullMode.Wait });

    public string Name => "in-process";

    public bool Connected => true;

    public async ValueTask<bool> PublishAsync(OutcomeSample sample, CancellationToken cancellationToken)
    {
        await _channel.Writer.WriteAsync(sample, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async IAsyncEnumerable<OutcomeSample> ConsumeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await AnyAsync(cancellationToken).ConfigureAwait(false))
        {
            while (!cancellationToken.IsCancellationRequested && _channel.Reader.TryRead(out var sample))
            {
                yield return sample;
            }
        }
    }

    /// <summary>Whether a sample is there; false once the token ends the consumer, which is no exception.</summary>
    private async ValueTask<bool> AnyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
