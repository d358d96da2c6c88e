using System.Text;
using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Shared.Grpc;

namespace Gateway.Tests.Proxy.Forwarding.Grpc;

public sealed class GrpcWebFinderTests
{
    private const string Trailers = "grpc-status: 14\r\nGrpc-Message:orders-db%20unavailable\r\n";

    [TestCase(false)]
    [TestCase(true)]
    public void Append_CutAnywhere_FindsStatusAndMessage(bool isText)
    {
        byte[] message = Frame(0, new string('m', 300)), end = Frame(0x80, Trailers);
        byte[] body = isText ? [.. Base64(message), .. Base64(Frame(0, "x")), .. Base64(end)] : [.. message, .. Frame(0, "x"), .. end];
        for (var cut = 0; cut <= body.Length; cut++)
        {
            var finder = new GrpcWebFinder(isText, "application/grpc-web+proto");
            finder.Append(body.AsSpan(0, cut));
            finder.Append(body.AsSpan(cut));
            using var error = finder.TakeError();
            Assert.That((finder.Trailers.Status, finder.Trailers.Message), Is.EqualTo((14, "orders-db unavailable")), $"cut at {cut}");
            Assert.That(error!.Bytes.ToArray(), Is.EqualTo(end));
        }
    }

    [TestCase("grpc-status: 0\r\n", 0)]
    [TestCase("grpc-status: 5\r\ngrpc-message: no such order\r\n", 5)]
    [TestCase("grpc-status: none\r\n", -1)]
    [TestCase("", -1)]
    public void Append_NoErrorOfTheUpstreams_IsNoError(string trailers, int expected)
    {
        var finder = new GrpcWebFinder(false, "application/grpc-web");
        finder.Append(Frame(0, "grpc-status: 14"));
        finder.Append(Frame(0x80, trailers));
        Assert.That(finder.TakeError(), Is.Null);
        Assert.That(finder.Trailers.Status, Is.EqualTo(expected));
    }

    [Test]
    public void TakeError_TrailersCutShort_TellWhatCame()
    {
        var finder = new GrpcWebFinder(false, "application/grpc-web");
        finder.Append(Frame(0x80, Trailers).AsSpan()[..^4]);
        using var error = finder.TakeError();
        Assert.That(finder.Trailers.Status, Is.EqualTo(14));
        Assert.That(error, Is.Not.Null);
    }

    [Test]
    public void TakeError_LongMessageUnended_IsNone()
    {
        var finder = new GrpcWebFinder(false, "application/grpc-web");
        finder.Append([0, 0xFF, 0xFF, 0xFF, 0xFF]);
        finder.Append(Frame(0x80, Trailers));
        Assert.That(finder.TakeError(), Is.Null);
        Assert.That(finder.Trailers.Status, Is.EqualTo(GrpcStatusCode.None));
    }

    internal static byte[] Frame(byte flag, string content) =>
        [flag, 0, 0, (byte)(content.Length >> 8), (byte)content.Length, .. Encoding.UTF8.GetBytes(content)];

    private static byte[] Base64(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
}
