using CsCheck;
using Gateway.Modules.Shared.Grpc;

namespace Gateway.Tests.Shared.Grpc;

public sealed class GrpcMessageTests
{
    [TestCase("plain text", "plain text")]
    [TestCase("100 %", "100 %25")]
    [TestCase("é\n", "%C3%A9%0A")]
    public void Encode_Message_LeavesPrintableAsciiOnly(string message, string expected) =>
        Assert.That(GrpcMessage.Encode(message), Is.EqualTo(expected));

    [TestCase("a%20b", "a b")]
    [TestCase("100%2520", "100%20")]
    [TestCase("100 %", "100 %")]
    public void Decode_Value_IsUnescapedOnce(string value, string expected) => Assert.That(GrpcMessage.Decode(value), Is.EqualTo(expected));

    [Test]
    public void Decode_AnyEncodedMessage_IsTheMessage() =>
        Gen.String.Where(text => text.All(c => !char.IsSurrogate(c))).Sample(text => GrpcMessage.Decode(GrpcMessage.Encode(text)) == text);

    [Test]
    public void Read_Trailers_HaveTheMessageAsItIsMeant() =>
        Assert.That(
            GrpcTrailers.Read("grpc-status: 13\r\ngrpc-message:100%2520 full\r\n"u8), Is.EqualTo(new GrpcTrailers(13, "100%20 full")));
}
