namespace Gateway.Tests.ErrorText;

/// <summary>Answers that hold what was sent: nothing of it speaks for the error.</summary>
internal sealed class EchoedRequestTests
{
    private const string Status = "HTTP 500 Internal Server Error";
    private const string Said = "my landlord Harriet Oakes wrote about flat 12";

    [TestCase("""{"state":"failed","prompt":"$"}""")]
    [TestCase("""{"success":false,"data":{"prompt":"$ $ $""")]
    [TestCase("""{"request":{"messages":[{"role":"user","content":"$"},{"role":"us""")]
    [TestCase("""{"Request_Body":{"message":"$"}}""")]
    [TestCase("""{"result":{"chatHistory":["$","$"]}}""")]
    [TestCase("""{"choices":[{"message":{"content":"$"}}]}""")]
    [TestCase("""{"message":{"role":"user","Content":"$"}}""")]
    [TestCase("""{"contents":[{"parts":[{"text":"$"}]}]}""")]
    [TestCase("""{"somebodysText":"$"}""")]
    [TestCase("""{"somebodysText":"$""")]
    [TestCase("""{'prompt': '$', 'state': 'failed'}""")]
    [TestCase("""Error: {"query":"$"}""")]
    [TestCase("""<Fault><Request><text>$</text><message>$</message></Request></Fault>""")]
    [TestCase("""data: {"input":"$""")]
    [TestCase("""[{"prompt":["$"]}]""")]
    [TestCase("""{"statusCode":500,"body":"$"}""")]
    [TestCase("""{"statusCode":500,"body":"{\"prompt\":\"$\"}"}""")]
    [TestCase("""{"statusCode":500,"body":{"message":"$"}}""")]
    [TestCase("""{"body":"{\"message\":\"$\"}"}""")]
    [TestCase("""{"error":{"statusCode":500,"body":"{\"message\":\"$\"}"}}""")]
    [TestCase("""{"statusCode":500,"data":{"body":"{\"message\":\"$\"}"}}""")]
    public void Read_EchoWithoutError_IsStatus(string body) =>
        Assert.That(ErrorTexts.Of(body.Replace("$", Said, StringComparison.Ordinal),
            contentType: body.StartsWith("data", StringComparison.Ordinal) ? "text/event-stream" : null).Masked, Is.EqualTo(Status));

    [TestCase("""{"request":{"messages":[{"content":"$"}]},"error":{"code":"POOL_EXHAUSTED","message":"worker pool exhausted"}}""",
        "POOL_EXHAUSTED: worker pool exhausted")]
    [TestCase("""{"error":{"message":"worker pool exhausted"},"input":"$"}""", "worker pool exhausted")]
    [TestCase("""{"code":"POOL_EXHAUSTED","payload":"$""", "POOL_EXHAUSTED")]
    [TestCase("""{"message":"upstream failed: {\"prompt\":\"$\"}"}""", "upstream failed")]
    [TestCase("""<Fault><Request>$</Request><message>worker pool exhausted</message></Fault>""", "worker pool exhausted")]
    [TestCase("""{"statusCode":500,"message":"worker pool exhausted","body":"{\"message\":\"$\"}"}""", "worker pool exhausted")]
    [TestCase("""{"statusCode":500,"headers":{"a":"$"},"body":"{\"error\":\"worker pool exhausted\",\"input\":\"$\"}"}""",
        "worker pool exhausted")]
    [TestCase("""{"body":"{\"error\":{\"code\":\"POOL_EXHAUSTED\"}}","isBase64Encoded":false,"statusCode":500}""", "POOL_EXHAUSTED")]
    [TestCase("""{"errors":{"prompt":["The prompt field is required."]}}""", "The prompt field is required.")]
    public void Read_EchoBesideError_IsTheError(string body, string expected) =>
        Assert.That(ErrorTexts.Of(body.Replace("$", Said, StringComparison.Ordinal)).Masked, Is.EqualTo(expected));
}
