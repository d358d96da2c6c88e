using System.Net;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Proxy;

/// <summary>
/// An upstream's content that is copied while it is read. Each read returns when and what the upstream's own stream returns:
/// nothing is buffered, delayed or changed.
/// </summary>
internal sealed class CapturingContent(HttpContent inner, CapturedBody captured) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync() => await CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new CapturingStream(await inner.ReadAsStreamAsync(cancellationToken), captured);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var source = await CreateContentReadStreamAsync();
        await source.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = inner.Headers.ContentLength ?? 0;
        return inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
