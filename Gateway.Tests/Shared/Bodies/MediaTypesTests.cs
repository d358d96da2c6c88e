using Gateway.Modules.Shared.Bodies;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Shared.Bodies;

public sealed class MediaTypesTests
{
    [TestCase("application/json", true)]
    [TestCase("Application/JSON; charset=utf-8", true)]
    [TestCase("application/vnd.api+json", true)]
    [TestCase("application/problem+json;charset=\"utf-8\"", true)]
    [TestCase("application/x-ndjson", false)]
    [TestCase("application/jsonp", false)]
    [TestCase("application/grpc+json", false)]
    [TestCase("text/plain; of=application/json", false)]
    [TestCase("text/plain", false)]
    [TestCase("json", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void IsJson_ContentType_IsTold(string? type, bool expected) => Assert.That(MediaTypes.IsJson(type), Is.EqualTo(expected));

    [TestCase("application/grpc", true, false, false)]
    [TestCase("Application/gRPC+proto", true, false, false)]
    [TestCase("application/grpc-web", true, true, false)]
    [TestCase("application/grpc-web+proto", true, true, false)]
    [TestCase("application/grpc-web-text", true, true, true)]
    [TestCase("application/grpc-web-text+proto; charset=utf-8", true, true, true)]
    [TestCase("application/grpcish", false, false, false)]
    [TestCase("application/json", false, false, false)]
    [TestCase(null, false, false, false)]
    public void IsGrpc_ContentType_IsTold(string? type, bool grpc, bool web, bool text) =>
        Assert.That((MediaTypes.IsGrpc(type), MediaTypes.IsGrpcWeb(type), MediaTypes.IsGrpcWebText(type)), Is.EqualTo((grpc, web, text)));

    [TestCase("text/event-stream", true)]
    [TestCase("text/event-stream;charset=UTF-8", true)]
    [TestCase("text/event-streams", false)]
    [TestCase(null, false)]
    public void IsEventStream_ContentType_IsTold(string? type, bool expected) =>
        Assert.That(MediaTypes.IsEventStream(type), Is.EqualTo(expected));

    [TestCase("text/html; charset=gbk", "gbk")]
    [TestCase("text/html;Charset=\"GBK\"; x=y", "GBK")]
    [TestCase("text/html", null)]
    [TestCase(null, null)]
    public void CharsetOf_ContentType_IsTaken(string? type, string? expected) =>
        Assert.That(MediaTypes.CharsetOf(type), Is.EqualTo(expected));

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("text/html; charset=utf-8")]
    [TestCase("application/grpc")]
    [TestCase(null)]
    public void IsGrpc_CommonType_AllocatesNothing(string? type)
    {
        var told = 0;
        Assert.That(WarmAllocation.Of(() => told += MediaTypes.IsGrpc(type) ? 1 : 0), Is.Zero);
    }
}
