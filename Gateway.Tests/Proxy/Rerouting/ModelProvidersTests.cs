using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Rerouting;

/// <summary>The recipe of docs/operating.md: two model providers behind one route.</summary>
public sealed class ModelProvidersTests
{
    private const string QuotaBody =
        """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""";

    private const string FilteredBody =
        """{"error":{"message":"The prompt was filtered by the content policy","code":"content_policy_violation"}}""";

    private Site _site = null!;

    [SetUp]
    public async Task SetUp()
    {
        _site = new Site();
        _site.Answers["first"] = context => AnswerAsync(context, hasQuota: false);
        _site.Answers["second"] = context => AnswerAsync(context, hasQuota: true);
        await _site.StartAsync("Fallback=second;FallbackOnFailure=true", QuotaPolicy());
        _site.Gateway.Breaker.Permit = new CountingPermit(PolicyRole.Watched);
    }

    [TearDown]
    public async Task TearDown() => await _site.DisposeAsync();

    [Test]
    public async Task Send_QuotaOfTheFirstIsSpent_TheSecondAnswersTheWholePrompt()
    {
        Assert.That(await ChatAsync("hello"), Is.EqualTo((200, "second heard hello")));
        Assert.That(_site.Count("gateway_rerouted", "failure"), Is.EqualTo(1));
    }

    [Test]
    public async Task Send_QuotaIsLearned_TheFirstIsNotAskedAnyMore()
    {
        _site.Gateway.Breaker.Permit = null;
        for (var i = 0; i < 20; i++)
        {
            Assert.That(await ChatAsync("hello"), Is.EqualTo((200, "second heard hello")));
        }

        Assert.That((_site.Reached("first"), _site.Count("gateway_rerouted", "policy")), Is.EqualTo((0, 20)));
    }

    [Test]
    public async Task Send_PromptIsFiltered_NoFallbackSwallowsIt([Values] bool quotaIsLearned)
    {
        _site.Gateway.Breaker.Permit = quotaIsLearned ? null : _site.Gateway.Breaker.Permit;
        Assert.That(await ChatAsync("forbidden"), Is.EqualTo((400, FilteredBody)));
        Assert.That(_site.Reached("first") + _site.Reached("second"), Is.EqualTo(1), "nobody else is asked for a second opinion");
    }

    private static Policy QuotaPolicy() => PolicyForwardingTests.PolicyOf() with
    {
        Clusters = [new ClusterReference("c-1", "Quota is spent", ErrorKind.Quota)],
        Scope = new Scope([new DimensionTest("upstream", TestOperator.Equal, "first")]),
    };

    private async Task<(int Status, string Text)> ChatAsync(string prompt)
    {
        using var content = new StringContent(
            new JsonObject { ["model"] = "m-1", ["prompt"] = prompt }.ToJsonString(), Encoding.UTF8, "application/json");
        return await _site.SendAsync(HttpMethod.Post, content);
    }

    private static async Task AnswerAsync(HttpContext context, bool hasQuota)
    {
        var prompt = (await JsonNode.ParseAsync(context.Request.Body))!["prompt"]!.GetValue<string>();
        if (prompt == "forbidden")
        {
            await Site.Says(400, FilteredBody)(context);
        }
        else
        {
            await (hasQuota ? Site.Says(200, $"second heard {prompt}") : Site.Says(429, QuotaBody))(context);
        }
    }
}
