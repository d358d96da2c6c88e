namespace Gateway.Tests.ErrorText.Extraction;

/// <summary>Texts that hold another service's whole answer.</summary>
internal sealed class QuotedAnswerTests
{
    [TestCase("""{"error":"the upstream returned: {\"error\":\"no space left\"}"}""", "no space left", TestName = "JSON after words")]
    [TestCase("""{"message":"{\"statusCode\":500,\"response\":\"{\\\"error\\\":\\\"no primary\\\"}\"}"}""", "no primary",
        TestName = "JSON in JSON in JSON")]
    [TestCase(
        """{"error":{"message":"Provider returned an error","metadata":{"""
            + """ "raw":"{\"error\":{\"message\":\"The engine is overloaded\"}}"}}}""",
        "Provider returned an error: The engine is overloaded", TestName = "Raw answer of a model's provider")]
    [TestCase("""{"message":"[{\"code\":\"invalid_type\",\"message\":\"Expected string\"}]"}""", "invalid_type: Expected string",
        TestName = "List of issues")]
    [TestCase("Error code: 429 - {'error': {'message': \"Couldn't keep up\", 'type': 'rate_limit', 'param': None}}",
        "Error code: 429: rate_limit: Couldn't keep up", TestName = "Python dictionary")]
    [TestCase("callback({\"error\":{\"message\":\"the quota is used up\"}});", "the quota is used up", TestName = "JSONP")]
    [TestCase("""{"error":"<html><head><title>504 Gateway Time-out</title></head><body><h1>504 Gateway Time-out</h1></body></html>"}""",
        "504 Gateway Time-out", TestName = "Page in JSON")]
    [TestCase(
        """{"message":"<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code><Message>The bucket does not exist</Message></Error>"}""",
        "NoSuchBucket: The bucket does not exist", TestName = "XML in JSON")]
    [TestCase("<br />\n<b>Warning</b>:  the cache is gone<br />\n{\"message\":\"no database\"}", "Warning : the cache is gone: no database",
        TestName = "JSON after markup")]
    public void Read_TextThatQuotesAnAnswer_TellsWhatTheAnswerDoes(string body, string expected) =>
        Assert.That(ErrorTexts.Of(body).Masked, Is.EqualTo(expected));

    [TestCase("no order matches {\"where\":{\"code\":\"A\"}}", "{")]
    [TestCase("cannot reserve {:type :locked}", ":locked}")]
    [TestCase("expect { or n, but found <html> instead", "<html> instead")]
    [TestCase("unclosed {'error", "{")]
    public void Read_WhatIsNoAnswer_StaysAsItIs(string body, string kept) => Assert.That(ErrorTexts.Of(body).Masked, Does.Contain(kept));

    [Test]
    public void Read_Multipart_TakesThePartsBody() => Assert.That(
        ErrorTexts.Of(
            "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 412 Precondition Failed\r\nContent-Type: "
                + "application/json\r\n\r\n{\"error\":{\"message\":\"The condition was not met\"}}\r\n--b--\r\n",
            412,
            "multipart/mixed; boundary=b").Masked,
        Is.EqualTo("The condition was not met"));
}
