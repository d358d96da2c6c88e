using System.Threading.Channels;

namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>
/// The bounded channel in front of a worker. The worker's module registers it and reads; others write and wait while it is full.
/// </summary>
public sealed class Inbox<T>
{
    private readonly Channel<T> _channel;

    public Inbox(int capacity) =>
        _channel = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
            SingleWriter = false,
        });

    public ChannelReader<T> Reader => _channel.Reader;

    public ChannelWriter<T> Writer => _channel.Writer;
}
