using System.Text.Json;
using Gateway.Lab.Commands;
using Gateway.Lab.Load;
using Gateway.Lab.Upstreams;
using Gateway.Lab.Variants;
using Microsoft.Extensions.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Tests.Lab;

public sealed class CommandTests
{
    private static readonly string[] SchemaFields =
    [
        "scenario", "variant", "seed", "healthy", "healthyRefused", "falseKillRate", "doomed", "doomedRefused", "shedRate", "holdOut",
        "timeToMitigateMs", "timeToRecoverMs", "recovering", "recoveringRefused", "noise", "noiseRefused", "contested", "contestedRefused",
        "contestedFailed", "contestedErrorRatio", "goodputRatio", "doomedPerSecond", "healthyFailed", "healthyFailedAfter",
        "upstreamErrors",
        "p50Ms", "p99Ms", "scopes", "requests", "lagMs", "faults", "slow", "slowRefused", "rerouted", "doomedRerouted", "retries",
        "healthySlowed", "healthySlowedAfter", "policies", "goals", "intervals", "intervalsCovered", "meetsGoals", "valid", "problem",
    ];

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("lab-tests-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string FileWith(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    [Test]
    public async Task Run_BareProxyAndRouteBreaker_OnlyTheBreakerRefuses()
    {
        var result = Path.Combine(_folder, "r.json");
        var page = Path.Combine(_folder, "r.html");
        var status = await LabCommandLine.RunAsync(
            ["run", FileWith("tiny.json", LabWorld.Tiny), "--variants", "none,route-breaker", "--out", result, "--html", page],
            CancellationToken.None);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(result));
        var (none, breaker) = (document.RootElement[0], document.RootElement[1]);

        Assert.That(status, Is.Zero, document.RootElement.ToString());
        Assert.That(none.GetProperty("variant").GetString(), Is.EqualTo("none"));
        Assert.That(none.GetProperty("healthyRefused").GetInt32() + none.GetProperty("doomedRefused").GetInt32(), Is.Zero);
        Assert.That(none.GetProperty("healthyFailed").GetInt32(), Is.Zero);
        Assert.That(none.GetProperty("upstreamErrors").GetInt32(), Is.EqualTo(none.GetProperty("doomed").GetInt32()).And.GreaterThan(0));
        Assert.That(breaker.GetProperty("doomedRefused").GetInt32(), Is.GreaterThan(0));
        Assert.That(breaker.GetProperty("falseKillRate").GetDouble(), Is.GreaterThan(0.1));
        Assert.That(breaker.GetProperty("scopes")[0].GetProperty("scopeText").GetString(), Is.EqualTo("route=test"));
        Assert.That(SchemaFields, Is.SubsetOf(none.EnumerateObject().Select(p => p.Name)));
        Assert.That(await File.ReadAllTextAsync(page), Does.Contain("<svg").And.Not.Contain("http"));
    }

    [TestCase("'run'")]
    [TestCase("--variants: all is none of", "a.json", "--variants", "all")]
    [TestCase("--seeds: x is not a whole number", "a.json", "--seeds", "1,x")]
    [TestCase("--speed", "a.json", "--speed", "2")]
    [TestCase("--out", "a.json", "--out")]
    [TestCase("--out", "a.json", "--out", "b", "--out=c")]
    public async Task Run_WrongArguments_SaysWhatIsWrong(string expected, params string[] arguments)
    {
        var before = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            Assert.That(await LabCommandLine.RunAsync(["run", .. arguments], CancellationToken.None), Is.EqualTo(2));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.That(errors.ToString(), Does.Contain(expected));
    }

    [Test]
    public async Task Run_WrongOrMissingFile_EndsWithTwo()
    {
        var wrong = FileWith("wrong.json", LabWorld.Tiny.Replace("\"seed\"", "\"sed\"", StringComparison.Ordinal));
        Assert.That(await LabCommandLine.RunAsync(["run", wrong], CancellationToken.None), Is.EqualTo(2));
        Assert.That(await LabCommandLine.RunAsync(["run", Path.Combine(_folder, "missing.json")], CancellationToken.None), Is.EqualTo(2));
        Assert.That(await LabCommandLine.RunAsync(["run"], CancellationToken.None), Is.EqualTo(2));
    }

    [Test]
    public async Task Run_OutputCannotBeWritten_EndsBeforeTheLoad()
    {
        var scenario = FileWith("tiny.json", LabWorld.Tiny);
        Assert.That(await LabCommandLine.RunAsync(["run", scenario, "--out", _folder], CancellationToken.None), Is.EqualTo(2));
    }

    [Test]
    public async Task Cluster_WrongArgumentsOrFile_EndsWithTwo()
    {
        var output = Path.Combine(_folder, "c.csv");
        var wrong = FileWith("wrong.jsonl", "{\"id\": \"a\"}\n");
        Assert.That(await LabCommandLine.RunAsync(["cluster", wrong], CancellationToken.None), Is.EqualTo(2));
        Assert.That(await LabCommandLine.RunAsync(["cluster", wrong, "--out", output], CancellationToken.None), Is.EqualTo(2));
        Assert.That(await LabCommandLine.RunAsync(["cluster", wrong, "--out", output, "--threshold", "loose"], CancellationToken.None),
            Is.EqualTo(2));
    }

    [Test]
    public void ErrorItems_LineWithMore_TakesWhatItNeeds()
    {
        var item = ErrorItems.Parse("""{"id":"e1","text":"deadlock","http_status":500,"content_type":"text/plain","class":"db"}""")!;
        Assert.That(item.Id, Is.EqualTo("e1"));
        Assert.That(item.Response.Status, Is.EqualTo(500));
        Assert.That(item.Response.ContentType, Is.EqualTo("text/plain"));
        Assert.That(System.Text.Encoding.UTF8.GetString(item.Response.Body.Span), Is.EqualTo("deadlock"));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{\"id\":1,\"text\":\"x\"}")]
    [TestCase("{\"text\":\"x\"}")]
    public void ErrorItems_MalformedLine_IsNull(string line) => Assert.That(ErrorItems.Parse(line), Is.Null);

    [Test]
    public void VariantConfiguration_OfTheGateway_BindsToItsOptions()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny) with { Dimensions = ["header:X-Tenant-Id"] };
        var file = VariantConfiguration.Write(_folder, "gateway", scenario, [new("demo", 0, new Uri("http://127.0.0.1:1/"))], 1234, 7);
        var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
        var options = configuration.GetSection(GatewayOptions.Section).Get<GatewayOptions>(o => o.ErrorOnUnknownConfiguration = true)!;

        Assert.That((options.Server.Host, options.Server.Port), Is.EqualTo(("127.0.0.1", 1234)));
        Assert.That(options.Principal.TrustHeaders, Is.True);
        Assert.That(options.Principal.Headers, Does.Contain("X-Api-Key"));
        Assert.That(options.Dimensions.Names, Is.EqualTo(new[] { "header:X-Tenant-Id" }));
        Assert.That(options.Diagnostics.ResponseHeaders, Is.True);
        Assert.That(Directory.Exists(options.Embedding.Path), Is.True);
        Assert.That(configuration["ReverseProxy:Clusters:demo:Destinations:0:Address"], Is.EqualTo("http://127.0.0.1:1/"));
        Assert.That(configuration["ReverseProxy:Routes:test:Match:Path"], Is.EqualTo("/api/test"));
    }

    [TestCase("gateway", "spare")]
    [TestCase("route-breaker", null)]
    [TestCase("none", null)]
    public void VariantConfiguration_RouteMetadata_IsTheGatewaysAlone(string variant, string? expected)
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny
            .Replace("\"demo\": {", "\"spare\": { \"destinations\": 1, \"latencyMs\": [0, 1] }, \"demo\": { \"timeoutMs\": 250,",
                StringComparison.Ordinal)
            .Replace("\"upstream\": \"demo\" }", "\"upstream\": \"demo\", \"metadata\": { \"Fallback\": \"spare\" } }",
                StringComparison.Ordinal));
        DestinationAddress[] addresses =
            [new("demo", 0, new Uri("http://127.0.0.1:1/")), new("spare", 0, new Uri("http://127.0.0.1:2/"))];
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(VariantConfiguration.Write(_folder, variant, scenario, addresses, 1234, 7)).Build();

        Assert.That(configuration["ReverseProxy:Routes:test:Metadata:Fallback"], Is.EqualTo(expected));
        Assert.That(configuration["ReverseProxy:Clusters:demo:HttpRequest:ActivityTimeout"], Is.EqualTo("00:00:00.2500000"));
        Assert.That(configuration["ReverseProxy:Clusters:spare:HttpRequest:ActivityTimeout"], Is.Null);
    }

    [TestCase("application/problem+json", "urn:llm-aware-gateway:break", true)]
    [TestCase("application/problem+json; charset=utf-8", "urn:llm-aware-gateway:limit", true)]
    [TestCase("application/problem+json", "urn:example:break", false)]
    [TestCase("application/json", "urn:llm-aware-gateway:break", false)]
    public void RefusalReader_Answer_IsARefusalByItsTypeAlone(string contentType, string type, bool expected)
    {
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","action":"break","scopeText":"route=a","policyId":"p-1"}""");
        var refusal = RefusalReader.Read(System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType), body);
        Assert.That(refusal, expected ? Is.EqualTo(new Refusal("route=a", "break", "p-1")) : Is.Null);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{\"type\":7}")]
    public void RefusalReader_MalformedProblem_IsNoRefusal(string body) =>
        Assert.That(RefusalReader.Read(new("application/problem+json"), System.Text.Encoding.UTF8.GetBytes(body)), Is.Null);

    [TestCase(200, null, ForwarderError.None, false, false)]
    [TestCase(400, null, ForwarderError.None, false, false)]
    [TestCase(408, null, ForwarderError.None, false, true)]
    [TestCase(429, null, ForwarderError.None, false, true)]
    [TestCase(503, null, ForwarderError.None, false, true)]
    [TestCase(200, "14", ForwarderError.None, false, true)]
    [TestCase(200, "5", ForwarderError.None, false, false)]
    [TestCase(200, null, ForwarderError.ResponseBodyDestination, false, true)]
    [TestCase(502, null, ForwarderError.RequestCanceled, true, false)]
    public void RouteBreaker_Answer_CountsAsAnErrorLikeTheGateways(int status, string? grpc, ForwarderError error, bool aborted,
        bool expected) =>
        Assert.That(RouteBreaker.IsError(status, grpc, error, aborted), Is.EqualTo(expected));
}
