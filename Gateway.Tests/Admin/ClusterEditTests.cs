using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Admin;

public sealed class ClusterEditTests
{
    private AdminFixture _app = null!;

    [SetUp]
    public async Task Start()
    {
        _app = await AdminFixture.StartAsync();
        _app.Clusters.All.AddRange([AdminSamples.Cluster("c-1"), AdminSamples.Cluster("c-2")]);
        _app.Operations.Result = new ClusterOperationResult(_app.Clusters.All[0], null);
    }

    [TearDown]
    public async Task End() => await _app.DisposeAsync();

    [TestCase("merge", """{"from":"c-2"}""", "merge c-1 c-2")]
    [TestCase("mute", """{"muted":true}""", "mute c-1 True")]
    [TestCase("mute", """{"muted":false}""", "mute c-1 False")]
    [TestCase("label", """{"label":" the printer "}""", "label c-1 the printer  []")]
    [TestCase("label", """{"label":"打印机","kind":"dependencyDown","examples":["jam","toner"]}""",
        "label c-1 打印机 DependencyDown [jam toner]")]
    public async Task Post_GoodBody_IsDoneAndAnswersWithTheCluster(string operation, string body, string done)
    {
        var answer = await _app.Send("POST", $"/admin/clusters/c-1/{operation}", body);
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.MediaType), Is.EqualTo((200, "application/json")), answer.Text);
            Assert.That(answer.Json["id"]!.GetValue<string>(), Is.EqualTo("c-1"));
            Assert.That(_app.Operations.Done, Is.EqualTo(new[] { done }));
            Assert.That(_app.Log.GetSnapshot()
                .Count(entry => entry.Level == LogLevel.Information && entry.Message.StartsWith("Operator", StringComparison.Ordinal)),
                    Is.EqualTo(1));
        });
    }

    [TestCase("""{"representatives":[0,2]}""", "split c-1 [] [0 2]")]
    [TestCase("""{"fingerprints":["00000000000000ab"]}""", "split c-1 [00000000000000ab] []")]
    public async Task Split_GoodBody_IsCreatedWithItsAddress(string body, string done)
    {
        _app.Operations.Result = new ClusterOperationResult(_app.Clusters.All[1], null);
        var answer = await _app.Send("POST", "/admin/clusters/c-1/split", body);
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Location), Is.EqualTo((201, "/admin/clusters/c-2")), answer.Text);
            Assert.That(answer.Json["id"]!.GetValue<string>(), Is.EqualTo("c-2"));
            Assert.That(_app.Operations.Done, Is.EqualTo(new[] { done }));
        });
    }

    [TestCase("merge", "{}", "from")]
    [TestCase("merge", """{"from":7}""", "from")]
    [TestCase("merge", """{"from":"c-2","into":"c-3"}""", "into")]
    [TestCase("merge", "[]", "")]
    [TestCase("split", "{}", "representatives")]
    [TestCase("split", """{"representatives":[0,-1,"2"]}""", "representatives[1],representatives[2]")]
    [TestCase("split", """{"representatives":0}""", "representatives")]
    [TestCase("split", """{"representatives":[0],"fingerprints":["xyz"]}""", "fingerprints[0]")]
    [TestCase("mute", "{}", "muted")]
    [TestCase("mute", """{"muted":"yes"}""", "muted")]
    [TestCase("label", "{}", "label")]
    [TestCase("label", """{"label":" "}""", "label")]
    [TestCase("label", """{"label":"two\nlines"}""", "label")]
    [TestCase("label", """{"label":"x","kind":"7"}""", "kind")]
    [TestCase("label", """{"label":"x","examples":[""]}""", "examples[0]")]
    public async Task Post_BadBody_NamesEveryMistakeAndDoesNothing(string operation, string body, string members)
    {
        var answer = await _app.Send("POST", $"/admin/clusters/c-1/{operation}", body);
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.MediaType), Is.EqualTo((400, "application/problem+json")));
            Assert.That(string.Join(',', answer.Mistakes.Order(StringComparer.Ordinal)), Does.Contain(members));
            Assert.That(_app.Operations.Done, Is.Empty);
        });
    }

    [TestCase("merge", """{"from":"c-9"}""", "c-9")]
    [TestCase("mute", """{"muted":true}""", "c-1")]
    public async Task Post_UnknownCluster_IsNotFound(string operation, string body, string named)
    {
        _app.Operations.Result = ClusterOperationResult.NotFound;
        var answer = await _app.Send("POST", $"/admin/clusters/c-1/{operation}", body);
        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.Json["detail"]!.GetValue<string>(), Does.Contain(named));
    }

    [Test]
    public async Task Post_Refused_IsAConflictThatSaysWhy()
    {
        _app.Operations.Result = ClusterOperationResult.Refused("they are one already");
        var answer = await _app.Send("POST", "/admin/clusters/c-1/merge", """{"from":"c-2"}""");
        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(answer.Json["detail"]!.GetValue<string>(), Is.EqualTo("Nothing was changed: they are one already."));
    }

    [Test]
    public async Task Recluster_Always_SaysHowManyWereMerged()
    {
        var answer = await _app.Send("POST", "/admin/clusters/recluster");
        Assert.That((answer.Status, answer.Json["merged"]!.GetValue<int>()), Is.EqualTo((200, 3)));
    }
}
