using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy;

/// <summary>Answers a refused request with the reason.</summary>
internal sealed class RefusalWriter
{
    /// <summary>Writes the whole answer. Call it before the response has started.</summary>
    public Task WriteAsync(HttpContext context, GateDecision decision) => throw new NotSupportedException();
}
