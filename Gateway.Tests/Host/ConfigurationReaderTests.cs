using Gateway.Host.Configuration;


namespace Gateway.Tests.Host;

public sealed class ConfigurationReaderTests
{
    [TestCaseSource(typeof(MalformedConfigurations), nameof(MalformedConfigurations.All))]
    public async Task ReadAsync_Malformed_NamesEveryMistakeAndNoOther(string content, string[] keys)
    {
        using var folder = new ConfigurationFolder(content);
        var nothing = new Dictionary<string, string?>();
        var reading = await new ConfigurationReader(new(folder.FilePath), nothing, nothing).ReadAsync();
        Assert.That(
            reading.Mistakes.Select(m => m.Key),
            Is.EquivalentTo(keys.Select(k => k == MalformedConfigurations.File ? folder.FilePath : k)),
            string.Join('\n', reading.Mistakes));
    }

    [Test]
    public async Task ReadAsync_EmptyObject_IsAllDefaults()
    {
        var reading = await ConfigurationFolder.ReadAsync("{}");
        Assert.That(reading.Mistakes, Is.Empty);
        foreach (var option in OptionKeys.All.Where(o => o.Path.Count > 0))
        {
            Assert.That(option.ValueIn(reading.Options), Is.EqualTo(option.ValueIn(new GatewayOptions())), option.Key);
        }
    }

    [Test]
    public async Task ReadAsync_EveryKindOfValue_IsRead()
    {
        var reading = await ConfigurationFolder.ReadAsync("""
            { // comments are welcome
              "gateway": {
                "SERVER": { "port": "1234", "drainTimeout": "00:01:30", "TrustedProxies": ["10.0.0.0/8", "::1"] },
                "Sampler": { "SamplingRate": 1e-2, "ErrorStatuses": [] },
                "Embedding": { "Pooling": "mean" },
                "Admin": { "ApiKey": "" },
                "Diagnostics": { "RandomSeed": null },
                "Policies": { "KillSwitch": true, "NeverActOn": [404], "Rules": [ { "Kinds": ["defect", "Overload"],
                    "ScopeNames": "header:X-Tenant-Id", "MinimumSeverity": 0.5, "Action": "break", "Mode": "Shadow" }, {} ] }
              } }
            """);
        Assert.That(reading.Mistakes, Is.Empty);
        var options = reading.Options;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Server.Port, Is.EqualTo(1234));
            Assert.That(options.Server.DrainTimeout, Is.EqualTo(TimeSpan.FromSeconds(90)));
            Assert.That(options.Server.TrustedProxies, Is.EqualTo(["10.0.0.0/8", "::1"]));
            Assert.That(options.Sampler.SamplingRate, Is.EqualTo(0.01));
            Assert.That(options.Sampler.ErrorStatuses, Is.Empty);
            Assert.That(options.Embedding.Pooling, Is.EqualTo(PoolingMethod.Mean));
            Assert.That(options.Admin.ApiKey, Is.Null);
            Assert.That(options.Diagnostics.RandomSeed, Is.Null);
            Assert.That(options.Policies.KillSwitch, Is.True);
            Assert.That(options.Policies.NeverActOn, Is.EqualTo([404]));
            Assert.That(options.Policies.Rules, Has.Count.EqualTo(2));
            Assert.That(options.Policies.Rules[0].Kinds, Is.EqualTo([ErrorKind.Defect, ErrorKind.Overload]));
            Assert.That(options.Policies.Rules[0].ScopeNames, Is.EqualTo("header:X-Tenant-Id"));
            Assert.That(options.Policies.Rules[0].MinimumSeverity, Is.EqualTo(0.5));
            Assert.That(options.Policies.Rules[0].Action, Is.EqualTo(PolicyAction.Break));
            Assert.That(options.Policies.Rules[0].Mode, Is.EqualTo(PolicyMode.Shadow));
            Assert.That(options.Policies.Rules[1].Action, Is.EqualTo(PolicyAction.Observe));
        }
    }

    [Test]
    public async Task ReadAsync_SameKeyInAllSources_LaterSourceWins()
    {
        var reading = await ConfigurationFolder.ReadAsync(
            """
            { "Gateway": { "Server": { "Port": 1 }, "Metrics": { "Port": 2 }, "Admin": { "Port": 3 },
              "Dimensions": { "Names": ["header:A", "header:B", "header:C"] } } }
            """,
            new()
            {
                ["Gateway__Metrics__Port"] = "20",
                ["GATEWAY__ADMIN__PORT"] = "30",
                ["Gateway__Dimensions__Names"] = "header:X, header:Y",
                ["GATEWAY_PORT"] = "tcp://10.0.0.1:80",
            },
            new() { ["Gateway:Admin:Port"] = "300" });
        Assert.That(reading.Mistakes, Is.Empty);
        Assert.That(
            (reading.Options.Server.Port, reading.Options.Metrics.Port, reading.Options.Admin.Port),
            Is.EqualTo((1, 20, 300)));
        Assert.That(reading.Options.Dimensions.Names, Is.EqualTo(["header:X", "header:Y"]));
    }

    [TestCase("KAFKA_BROKERS", "Gateway:Kafka:Brokers")]
    [TestCase("ETCD_ENDPOINTS", "Gateway:Etcd:Endpoints")]
    public async Task ReadAsync_ShortEnvironmentName_StandsForTheKey(string variable, string key)
    {
        var reading = await ConfigurationFolder.ReadAsync("{}", new() { [variable] = "somewhere:1" });
        Assert.That(reading.Mistakes.Select(m => m.Key), Is.EqualTo([key]));
    }

    [Test]
    public async Task ReadAsync_BadSecret_IsNotShown()
    {
        var reading = await ConfigurationFolder.ReadAsync("""
            { "Gateway": { "Admin": { "ApiKey": "hunter2" }, "Etcd": { "Endpoints": "http://root:hunter2@etcd:2379" } },
              "ReverseProxy": { "Clusters": { "c": { "Destinations": { "d": { "Address": "ftp://root:hunter2@host/" } } } } } }
            """);
        Assert.That(reading.Mistakes, Has.Length.EqualTo(3));
        Assert.That(string.Join('\n', reading.Mistakes), Does.Not.Contain("hunter2"));
    }

    [Test]
    public async Task ReadAsync_Mistake_NamesKeyRuleAndValue()
    {
        var reading = await ConfigurationFolder.ReadAsync("""
            { "Gateway": { "Server": { "Prot": 1 }, "Port": 2, "Breaker": { "RecoveryIncrement": 3, "HoldOutInterval": "00:00:00" } } }
            """);
        Assert.That(reading.Mistakes.Select(m => m.ToString()), Is.EquivalentTo(
        [
            "Gateway:Server:Prot: is not an option; did you mean Gateway:Server:Port?",
            "Gateway:Port: is not an option; did you mean Gateway:Server:Port?",
            "Gateway:Breaker:RecoveryIncrement: must be between 0.01 and 1 (is 3)",
            "Gateway:Breaker:HoldOutInterval: must be between 00:00:00.050 and 00:10:00 (is 00:00:00)",
        ]));
    }

    [Test]
    public async Task ReadAsync_OneOfTwoRelatedOptionsIsWrong_ComplainsOnce()
    {
        var reading = await ConfigurationFolder.ReadAsync(
            """{ "Gateway": { "Clustering": { "GroupThreshold": "high", "ActThreshold": 0.5 } } }""");
        Assert.That(reading.Mistakes.Select(m => m.Key), Is.EqualTo(["Gateway:Clustering:GroupThreshold"]));
    }

    [Test]
    public async Task ReadAsync_EveryKindOfForeignKey_IsAllowed()
    {
        const string Content = """
            { "Kestrel": { "Certificates": { "Default": { "Path": "a.pem", "KeyPath": "b.pem" } }, "EndpointDefaults": {
                "Protocols": "Http1" },
                "Endpoints": { "tls": { "Url": "https://*:8443", "SslProtocols": ["Tls12"], "Certificate": { "Path": "a" }, "Sni": {
                    "*": { "Protocols": "Http2" } } } },
                "Limits": { "MaxConcurrentConnections": 100, "MaxRequestBodySize": 1000, "KeepAliveTimeout": "00:01:00", "Http2": {
                    "MaxStreamsPerConnection": 50 },
                  "MinRequestBodyDataRate": { "BytesPerSecond": 0.5, "GracePeriod": "00:00:20" } } },
              "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Order": 1, "MaxRequestBodySize": 5, "Timeout": "00:00:05",
                  "CorsPolicy": "disable",
                  "Match": { "Path": "/a", "Hosts": ["h"], "Methods": ["GET"], "Headers": [ { "Name": "a", "Values": ["b"],
                      "Mode": "HeaderPrefix", "IsCaseSensitive": true } ] },
                  "Transforms": [ { "PathPrefix": "/x" } ], "Metadata": { "Own": "1", "MinRequestBodyDataRate": "0.1",
                      "SilentGrpcStreams": "true" } } },
                "Clusters": { "c": { "LoadBalancingPolicy": "Random", "SessionAffinity": { "Enabled": false, "AffinityKeyName": "k",
                    "Cookie": { "HttpOnly": true } },
                  "HealthCheck": { "Active": { "Interval": "00:00:10" }, "Passive": { "Enabled": false } },
                  "HttpClient": { "SslProtocols": ["Tls12"], "RequestHeaderEncoding": "utf-8", "WebProxy": { "BypassOnLocal": true } },
                  "HttpRequest": { "Version": "2", "VersionPolicy": "RequestVersionExact", "ActivityTimeout": "00:01:00" }, "Metadata": {
                      "Own": "1" },
                  "Destinations": { "d": { "Address": "http://127.0.0.1:1/", "Host": "h", "Metadata": { "Own": "1" } } } } } } }
            """;
        var reading = await ConfigurationFolder.ReadAsync(Content);
        Assert.That(reading.Mistakes.Select(m => m.ToString()), Is.Empty);
    }

    [TestCase("/{**catch-all}", 0)]
    [TestCase("/{tenant}/clusters", 0)]
    [TestCase("/administration/{**rest}", 0)]
    [TestCase("/api/health", 0)]
    [TestCase("/api/{**rest}", -1)]
    public async Task ReadAsync_RouteBesideOwnEndpoints_IsAllowed(string path, int order)
    {
        var reading = await ConfigurationFolder.ReadAsync($$"""
            { "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Order": {{order}}, "Match": { "Path": "{{path}}" } } },
              "Clusters": { "c": { "Destinations": { "d": { "Address": "http://127.0.0.1:1/" } } } } } }
            """);
        Assert.That(reading.Mistakes, Is.Empty);
        Assert.That(reading.Routes, Is.EqualTo(1));
    }

    [Test]
    public async Task ReadAsync_MovedAdmin_GuardsTheNewPath()
    {
        const string Content = """
            { "Gateway": { "Admin": { "PathPrefix": "/ops" } },
              "ReverseProxy": { "Routes": { "old": { "ClusterId": "c", "Match": { "Path": "/admin/{**rest}" } }, "new": {
                  "ClusterId": "c", "Match": { "Path": "/ops/{**rest}" } } },
              "Clusters": { "c": { "Destinations": { "d": { "Address": "http://127.0.0.1:1/" } } } } } }
            """;
        var reading = await ConfigurationFolder.ReadAsync(Content);
        Assert.That(reading.Mistakes.Select(m => m.Key), Is.EqualTo(["ReverseProxy:Routes:new:Match:Path"]));
    }
}
