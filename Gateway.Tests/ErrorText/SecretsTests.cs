using System.Net;
using System.Text.Json;
using Gateway.Tests.Doubles;
using Gateway.Training.Ablation;

namespace Gateway.Tests.ErrorText;

/// <summary>
/// Made-up secrets of every form we know, in each of the envelopes they come in: none survives, wherever in the text it stands.
/// </summary>
[TestFixtureSource(nameof(Envelopes))]
public sealed class SecretsTests(string envelope)
{
    private static readonly Dictionary<string, Func<string, string>> Wraps = new(StringComparer.Ordinal)
    {
        ["bare"] = message => message,
        ["JSON field"] = message => $"{{\"error\":{{\"message\":{Json(message)}}}}}",
        ["JSON that is cut off"] = message => $"{{\"error\":{{\"message\":{Json(message)[..^1]}",
        ["JSON in JSON"] = message => $"{{\"message\":{Json($"{{\"error\":{{\"message\":{Json(message)}}}}}")}}}",
        ["HTML page"] = message => $"<html><body><h1>Error</h1><p>It happened that {WebUtility.HtmlEncode(message)}</p></body></html>",
        ["event stream"] = message => $"event: error\ndata: {{\"error\":{{\"message\":{Json(message)}}}}}\n\n",
        ["stack trace"] = message =>
            $"java.lang.RuntimeException: outer\n\tat a.B.c(B.java:1)\nCaused by: java.lang.Exception: {message}\n\tat d.E.f(E.java:2)",
        ["log line"] = message => $"2026-01-02T03:04:05.678Z ERROR [worker-7] shop.Orders - request 17 failed: {message}",
        ["query string"] = message => $"GET https://api.example.com/v1/search?page=2&message={Uri.EscapeDataString(message)} failed",
        ["long text"] = message =>
            $"{string.Join(' ', Enumerable.Repeat("filler", 90))} {message} {string.Join(' ', Enumerable.Repeat("after", 200))}",
    };

    public static IEnumerable<string> Envelopes => Wraps.Keys;

    public static IEnumerable<TestCaseData> Secrets =>
        MadeUpSecret.Read(Repository.PathOf("bench/Gateway.Training/data/secrets.jsonl"))
            .Select(secret => new TestCaseData(secret.Text, secret.Secret, secret.ShortestPart));

    [TestCaseSource(nameof(Secrets))]
    public void Read_SecretInTheEnvelope_DoesNotSurvive(string text, string[] secret, int shortestPart)
    {
        var madeUp = new MadeUpSecret(text, secret, shortestPart);

        var masked = ErrorTexts.Of(Wraps[envelope](madeUp.Message)).Masked;

        Assert.That(madeUp.IsIn(masked), Is.False, masked);
    }

    [TestCaseSource(nameof(Secrets))]
    public void Mask_SecretAlone_DoesNotSurvive(string text, string[] secret, int shortestPart)
    {
        var madeUp = new MadeUpSecret(text, secret, shortestPart);

        Assert.That(madeUp.IsIn(ErrorTexts.Masker.Mask(madeUp.Message)), Is.False);
    }

    private static string Json(string message) => JsonSerializer.Serialize(message);
}
