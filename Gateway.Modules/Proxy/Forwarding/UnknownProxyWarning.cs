using System.Net;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>Says that clients cannot be told apart: at once, and while it goes on once an hour. Thread-safe.</summary>
internal sealed class UnknownProxyWarning(ILogger<UnknownProxyWarning> logger, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);
    private long _nextTicks = long.MinValue;

    public void Say(IPAddress? address)
    {
        var now = time.GetUtcNow();
        var next = Interlocked.Read(ref _nextTicks);
        if (now.UtcTicks >= next && Interlocked.CompareExchange(ref _nextTicks, (now + Again).UtcTicks, next) == next)
        {
            ForwardingLog.UnknownProxy(logger, address?.ToString() ?? "A peer without an address");
        }
    }
}
