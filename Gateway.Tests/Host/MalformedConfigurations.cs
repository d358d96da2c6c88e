namespace Gateway.Tests.Host;

/// <summary>Malformed configurations, each with the keys of all its mistakes.</summary>
internal static class MalformedConfigurations
{
    public const string File = "<file>";

    public static IEnumerable<TestCaseData> All =>
    [
        Case("wrong types", """
            { "Gateway": { "Server": { "Port": "eighty" }, "Metrics": { "Enabled": "yes" }, "Breaker": { "RecoveryTimeout": 30,
                "RecoveryIncrement": "0,2" } } }
            """, "Gateway:Server:Port", "Gateway:Metrics:Enabled", "Gateway:Breaker:RecoveryTimeout", "Gateway:Breaker:RecoveryIncrement"),
        Case("out of range", """
            { "Gateway": { "Server": { "Port": 65536 }, "Sampler": { "SamplingRate": 0 }, "Attribution": { "Interval": "00:01:00",
                "MaxTests": 4 }, "Admin": { "PathPrefix": "" } } }
            """, "Gateway:Server:Port", "Gateway:Sampler:SamplingRate", "Gateway:Attribution:Interval", "Gateway:Attribution:MaxTests",
            "Gateway:Admin:PathPrefix"),
        Case("unknown keys", """
            { "Gateway": { "Sever": { "Port": 1 }, "Server": { "Prot": 1 }, "Policies": { "Rules": [ { "Acton": "Break" } ] } } }
            """, "Gateway:Sever", "Gateway:Server:Prot", "Gateway:Policies:Rules:0:Acton"),
        Case("sections and values mixed up", """
            { "Gateway": { "Server": 8080, "Metrics": { "Port": { "Number": 1 } }, "Dimensions": { "Names": { "first": "header:A" } },
                "Policies": { "Rules": "Break" } } }
            """, "Gateway:Server", "Gateway:Metrics:Port", "Gateway:Dimensions:Names:first", "Gateway:Policies:Rules"),
        Case("names of no value", """
            { "Gateway": { "Policies": { "Mode": "On", "RefusalDetail": 1, "Rules": [ { "Kinds": ["Defect", "Bug"],
                "ScopeNames": "color" } ] }, "Embedding": { "Pooling": "Max" } } }
            """, "Gateway:Policies:Mode", "Gateway:Policies:RefusalDetail", "Gateway:Policies:Rules:0:Kinds:1",
            "Gateway:Policies:Rules:0:ScopeNames", "Gateway:Embedding:Pooling"),
        Case("options at odds", """
            { "Gateway": { "Clustering": { "GroupThreshold": 0.9, "ActThreshold": 0.8 }, "Limiter": { "DefaultRate": 50, "MaxRate": 10 },
                "Server": { "Port": 7000, "Http2Port": 7000 }, "Metrics": { "Port": 7000 } } }
            """, "Gateway:Clustering:ActThreshold", "Gateway:Limiter:MaxRate", "Gateway:Server:Http2Port", "Gateway:Metrics:Port"),
        Case("texts of the wrong form", """
            { "Gateway": { "Server": { "Host": "8080", "TrustedProxies": ["10.0.0.0/33", "proxy"] }, "Admin": { "ApiKey": "short",
                "PathPrefix": "admin/" }, "Metrics": { "Path": "metrics" },
              "Dimensions": { "Names": ["header:", "body:", "query:x", "colour"] }, "Sampler": { "ErrorStatuses": ["5xx", "6xx"] },
                  "Policies": { "NeverActOn": [200] } } }
            """, "Gateway:Server:Host", "Gateway:Server:TrustedProxies:0", "Gateway:Server:TrustedProxies:1", "Gateway:Admin:ApiKey",
            "Gateway:Admin:PathPrefix", "Gateway:Metrics:Path",
            "Gateway:Dimensions:Names:0", "Gateway:Dimensions:Names:1", "Gateway:Dimensions:Names:2", "Gateway:Dimensions:Names:3",
            "Gateway:Sampler:ErrorStatuses:1", "Gateway:Policies:NeverActOn:0"),
        Case("not in this version", """
            { "Gateway": { "Kafka": { "Brokers": "kafka:9092" }, "Etcd": { "Endpoints": "http://user:hunter2@etcd:2379" } } }
            """, "Gateway:Kafka:Brokers", "Gateway:Etcd:Endpoints"),
        Case("broken routes", """
            { "ReverseProxy": { "Router": {}, "Routes": {
                "lost": { "ClusterId": "nowhere", "Match": { "Path": "/lost" } },
                "none": { "Match": { "Path": "/none" } },
                "text": { "ClusterId": "c", "Order": "first", "Match": { "Path": "/text" } },
                "path": { "ClusterId": "c", "Match": { "Path": "/{open" } },
                "hides": { "ClusterId": "c", "Match": { "Path": "/Admin/{**rest}" } },
                "health": { "ClusterId": "c", "Match": { "Path": "/health/" } },
                "errors": { "ClusterId": "c", "Match": { "Path": "/errors" }, "Metadata": { "ErrorStatuses": "5xx,429",
                    "ErrorsInBody": "perhaps" } },
                "greedy": { "ClusterId": "c", "Order": -1, "Match": { "Path": "/{**all}" } } },
              "Clusters": { "c": { "LoadBalancingPolicy": "Best", "Destinations": { "d": { "Address": "localhost:80" } } }, "e": 5 } } }
            """, "ReverseProxy:Router", "ReverseProxy:Routes:lost:ClusterId", "ReverseProxy:Routes:none:ClusterId",
            "ReverseProxy:Routes:text:Order", "ReverseProxy:Routes:path",
            "ReverseProxy:Routes:hides:Match:Path", "ReverseProxy:Routes:health:Match:Path", "ReverseProxy:Routes:errors",
            "ReverseProxy:Routes:greedy:Match:Path", "ReverseProxy:Clusters:c",
            "ReverseProxy:Clusters:c:Destinations:d:Address", "ReverseProxy:Clusters:e"),
        Case("keys that YARP passes over", """
            { "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Mach": {}, "TimeOut1": "1", "Match": { "Path": "/a", "Headers": [ {
                "Name": "a", "Mode": "Exists", "Modus": "Exists" } ] },
                  "Transforms": [ { "PathSet": "/b" } ], "Metadata": { "own": "1" } } },
              "Clusters": { "c": { "LoadBalancingPolice": "Random", "HttpClient": { "MaxConnectionPerServer": 5,
                  "SslProtocols": ["Tls12"] }, "HealthCheck": { "Active": { "Enable": "true" } },
                  "HttpRequest": { "ActivityTimeout": { "Seconds": 1 } },
                  "Destinations": { "d": { "Address": "http://127.0.0.1:1/", "Weight": 3 } } } } } }
            """, "ReverseProxy:Routes:r:Mach", "ReverseProxy:Routes:r:TimeOut1", "ReverseProxy:Routes:r:Match:Headers:0:Modus",
            "ReverseProxy:Clusters:c:LoadBalancingPolice",
            "ReverseProxy:Clusters:c:HttpClient:MaxConnectionPerServer", "ReverseProxy:Clusters:c:HealthCheck:Active:Enable",
            "ReverseProxy:Clusters:c:HttpRequest:ActivityTimeout",
            "ReverseProxy:Clusters:c:Destinations:d:Weight"),
        Case("policies that only code defines", """
            { "ReverseProxy": { "Routes": {
                "cors": { "ClusterId": "c", "CorsPolicy": "Default", "Match": { "Path": "/a" } },
                "auth": { "ClusterId": "c", "AuthorizationPolicy": "Default", "Match": { "Path": "/b" } },
                "rate": { "ClusterId": "c", "RateLimiterPolicy": "Default", "Match": { "Path": "/c" } },
                "cache": { "ClusterId": "c", "OutputCachePolicy": "Default", "Match": { "Path": "/d" } } },
              "Clusters": { "c": { "Destinations": { "d": { "Address": "http://127.0.0.1:1/" } } } } } }
            """, "ReverseProxy:Routes:cors", "ReverseProxy:Routes:auth", "ReverseProxy:Routes:rate", "ReverseProxy:Routes:cache"),
        Case("fallbacks that lead nowhere", """
            { "ReverseProxy": { "Routes": {
                "own": { "ClusterId": "a", "Match": { "Path": "/a" }, "Metadata": { "Fallback": "A" } },
                "unknown": { "ClusterId": "c", "Match": { "Path": "/b" }, "Metadata": { "Fallback": "nowhere" } },
                "chain": { "ClusterId": "d", "Match": { "Path": "/c" }, "Metadata": { "Fallback": "b" } },
                "good": { "ClusterId": "b", "Match": { "Path": "/d" }, "Metadata": { "Fallback": "e" } },
                "loop": { "ClusterId": "f", "Match": { "Path": "/e" }, "Metadata": { "Fallback": "g" } },
                "back": { "ClusterId": "g", "Match": { "Path": "/f" }, "Metadata": { "Fallback": "f" } },
                "word": { "ClusterId": "e", "Match": { "Path": "/g" }, "Metadata": { "Retry": "twice" } } },
              "Clusters": { "a": {}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {}, "g": {} } } }
            """, "ReverseProxy:Routes:own", "ReverseProxy:Routes:own", "ReverseProxy:Routes:unknown", "ReverseProxy:Routes:chain",
            "ReverseProxy:Routes:loop", "ReverseProxy:Routes:back", "ReverseProxy:Routes:word"),
        Case("Kestrel", """
            { "Kestrel": { "Limit": {}, "Endpoints": { "tls": { "Urls": "https://*:8443", "Sni": { "a.example": { "Certificate": {
                "Pathh": "x" } } } } },
              "Limits": { "MaxConcurentConnections": 5, "MaxConcurrentConnections": "many", "KeepAliveTimeout": 30, "Http2": {
                  "MaxStreamsPerConnection": 0 },
                "MinRequestBodyDataRate": { "BytesPerSecond": 100 } } } }
            """, "Kestrel:Limit", "Kestrel:Endpoints:tls:Urls", "Kestrel:Endpoints:tls:Sni:a.example:Certificate:Pathh",
            "Kestrel:Limits:MaxConcurentConnections",
            "Kestrel:Limits:MaxConcurrentConnections", "Kestrel:Limits:KeepAliveTimeout", "Kestrel:Limits:Http2:MaxStreamsPerConnection",
            "Kestrel:Limits:MinRequestBodyDataRate"),
        Case("no JSON", """
            { "Gateway": { "Server": { "Port": 8080
            """, File),
        Case("empty", " \n", File),
        Case("no object", "[1]", File),
        Case("log level", """
            { "Logging": { "LogLevel": { "Default": "Loud", "Yarp": "Debug" } } }
            """, "Logging:LogLevel:Default"),
    ];

    private static TestCaseData Case(string name, string content, params string[] keys) =>
        new TestCaseData(content, keys).SetArgDisplayNames(name);
}
