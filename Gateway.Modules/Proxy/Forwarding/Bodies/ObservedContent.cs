using System.Net;

namespace Gateway.Modules.Proxy.Forwarding.Bodies;

/// <summary>
/// An upstream's content that is shown to somebody while it is read. Each read returns when and what the upstream's own stream
/// returns: nothing is buffered, delayed or changed.
/// </summary>
/// <param name="passed">Called with what each read brought, before the reader has it; must neither wait nor throw.</param>
internal sealed class ObservedContent(HttpContent inner, Action<ReadOnlySpan<byte>> passed) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync() => await CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new ObservedStream(await inner.ReadAsStreamAsync(cancellationToken), passed);

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
