using System.Net.Sockets;

namespace Gateway.Modules.Proxy.Forwarding.Bodies;

/// <summary>
/// A connection to an upstream that lets an answer through which comes before the request's body has ended. An upstream that says 413 and
/// closes resets the connection under the body that is still being sent; the HTTP client gives up at that, though the answer may lie
/// unread in the receive buffer. Here the rest of the body is let go instead, and the reset counts once there is nothing to read.
/// </summary>
internal sealed class EarlyAnswerStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>What is let go of one body at most; a client that sends more learns of the reset.</summary>
    private const long MostLetGo = 64 * 1024 * 1024;

    private volatile IOException? _reset;
    private volatile bool _bodyUnderWay;
    private long _letGo;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_reset is { } reset)
        {
            return LetGo(buffer.Length, reset);
        }

        var write = base.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return FinishAsync(write, buffer.Length);
        }

        _bodyUnderWay = true;
        return write;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_reset is { } reset)
        {
            return ReadRestAsync(buffer, reset, cancellationToken);
        }

        // The first write after this may be a request's head on a connection that has gone stale: its failure makes the client try another.
        _bodyUnderWay = false;
        return base.ReadAsync(buffer, cancellationToken);
    }

    private async ValueTask FinishAsync(ValueTask write, int length)
    {
        try
        {
            await write;
            _bodyUnderWay = true;
        }
        catch (IOException e) when (_bodyUnderWay && e.InnerException is SocketException)
        {
            _reset = e;
            await LetGo(length, e);
        }
    }

    private ValueTask LetGo(int length, IOException reset)
    {
        _letGo += length;
        return _letGo > MostLetGo ? ValueTask.FromException(reset) : ValueTask.CompletedTask;
    }

    private async ValueTask<int> ReadRestAsync(Memory<byte> buffer, IOException reset, CancellationToken cancellationToken)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 || buffer.IsEmpty ? read : throw new IOException(reset.Message, reset.InnerException);
    }
}
