namespace Gateway.Modules.Proxy.Forwarding.Bodies;

/// <summary>
/// A request's body that knows when its last part came. What the client takes to send it is not the upstream's time.
/// </summary>
internal sealed class TimedBody(Stream inner, TimeProvider time) : ReadOnlyStream
{
    private long _lastRead;

    /// <summary>Timestamp of the last read, the one at the body's end included; 0 before the first.</summary>
    public long LastRead => Volatile.Read(ref _lastRead);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Volatile.Write(ref _lastRead, time.GetTimestamp());
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Volatile.Write(ref _lastRead, time.GetTimestamp());
        return read;
    }
}
