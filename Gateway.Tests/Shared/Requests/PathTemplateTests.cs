using CsCheck;
using Gateway.Modules.Shared.Requests;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Shared.Requests;

public sealed class PathTemplateTests
{
    [Test]
    public void Of_ModelVersionOrDate_StaysApart(
        [Values("claude-3-5-sonnet-20240620", "gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18", "gemini-2.0-flash-001:generateContent",
            "gemini-1.5-pro-002:streamGenerateContent",
            "anthropic.claude-3-haiku-20240307-v1:0", "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "meta.llama3-70b-instruct-v1:0",
            "gpt-35-turbo-0125", "o1-2024-12-17",
            "Meta-Llama-3.1-70B-Instruct", "Mixtral-8x22B-Instruct-v0.1", "text-embedding-ada-002", "DeepSeek-V3-0324",
            "claude-3-5-sonnet@20240620", "claude-3-5-sonnet-v2@20241022:rawPredict",
            "phi-3-mini-128k-instruct", "qwen2.5-72b-instruct", "v20240620", "v1.20.3", "1.20.3", "2024-08-06", "2024-02-15-preview",
            "mistral-large-2407", "llama3:70b-q4_0")] string name) =>
        Assert.Multiple(() =>
        {
            Assert.That(PathTemplate.Of($"/models/{name}/invoke"), Is.EqualTo($"/models/{name}/invoke"));
            Assert.That(PathTemplate.CoarseOf($"/models/{name}/invoke"), Is.EqualTo("/models/{slug}/invoke"));
            Assert.That(PathTemplate.Matches($"/models/{name}/invoke", "/models/{slug}/invoke"), Is.True);
            Assert.That(PathTemplate.Matches("/models/gpt-4-0613/invoke", $"/models/{name}/invoke"), Is.False);
        });

    [TestCase("ord_8fk2Lq91", "{token}")]
    [TestCase("sk-proj-AbC123dEf", "{token}")]
    [TestCase("tok_live_abc123def456", "{token}")]
    [TestCase("req-550e8400-e29b-41d4-a716-446655440000", "{token}")]
    [TestCase("550e8400-e29b-41d4-a716-446655440000", "{uuid}")]
    [TestCase("deadbeef01", "{hash}")]
    [TestCase("dGhpcyBpcyBhIHRva2VuIHdpdGg5OTk", "{token}")]
    [TestCase("usr-4f5a1b", "{token}")]
    [TestCase("INV-2024-000123", "{token}")]
    [TestCase("order-12345", "{token}")]
    [TestCase("1234-5678-9012-3456", "{token}")]
    [TestCase("card-1234-5678-9012-3456", "{token}")]
    [TestCase("tel-0170-1234-567", "{token}")]
    [TestCase("10.0.0.17", "{token}")]
    [TestCase("ann-1985@example.org", "{mail}")]
    [TestCase("{int}", "{token}")]
    [TestCase("{*}", "{token}")]
    [TestCase("17", "{int}")]
    [TestCase("orders", "orders")]
    [TestCase("v1beta", "v1beta")]
    [TestCase("oauth2", "oauth2")]
    public void Of_Segment_IsItsPlaceholder(string segment, string expected)
    {
        Assert.That(PathTemplate.Of("/x/" + segment), Is.EqualTo("/x/" + expected));
        Assert.That(PathTemplate.CoarseOf("/x/" + segment), Is.Null);
    }

    [Test]
    public void Of_RandomTokens_AreSeldomTakenForNames()
    {
        var random = new Random(5);
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var taken = Enumerable.Range(0, 10_000)
            .Count(_ => PathTemplate.CoarseOf("/x/id_" + new string(random.GetItems<char>(Letters, 16))) is not null);
        Assert.That(taken, Is.LessThan(20));
    }

    [Test]
    public void Matches_AnyPath_HasBothItsTemplates()
    {
        var part = Gen.OneOf(
            OneOf("gpt-4o-2024-08-06", "ord_8fk2Lq91", "17", "orders", "", "{slug}", "{int}", "{*}", "a@b.org", "x@2024",
                "claude-3@20240620", "v1.20.3"),
            Gen.Char["aB1-._:@%{}"].Array[0, 12].Select(c => new string(c)));
        part.Array[0, 20].Sample(parts =>
        {
            var path = "/" + string.Join('/', parts);
            return PathTemplate.Matches(path, PathTemplate.Of(path))
                && (PathTemplate.CoarseOf(path) is not { } coarse || PathTemplate.Matches(path, coarse));
        }, iter: 20_000);
    }

    [TestCase("/users/{*}/orders", "/users/ann/orders", true)]
    [TestCase("/users/{*}/orders", "/users/17/orders", true)]
    [TestCase("/users/{*}/orders", "/users//orders", false)]
    [TestCase("/users/{*}/orders", "/users/ann/invoices", false)]
    [TestCase("/users/{*}/orders", "/users/ann/orders/1", false)]
    [TestCase("/users/{*}", "/users/ann", true)]
    [TestCase("/users/{*}", "/users/ann/orders", false)]
    [TestCase("/users/{*}/{int}", "/users/gpt-4-0613/17", true)]
    [TestCase("/{*}", "/x", true)]
    [TestCase("/{*}", "/", false)]
    [TestCase("/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/{*}", "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/b/c", true)]
    [TestCase("/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/{*}", "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a", false)]
    public void Matches_StarInTheTemplate_IsAnyOneSegment(string template, string path, bool expected) =>
        Assert.That(PathTemplate.Matches(path, template), Is.EqualTo(expected));

    [TestCase("/models/{slug}/invoke")]
    [TestCase("/{*}/claude-3-5-sonnet-20240620/{*}")]
    public void Matches_Warm_AllocatesNothing(string template)
    {
        var matched = 0;
        Assert.That(
            WarmAllocation.Of(() => matched += PathTemplate.Matches("/models/claude-3-5-sonnet-20240620/invoke", template) ? 1 : 0),
            Is.Zero);
        Assert.That(matched, Is.Positive);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
