using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Host.Configuration;

/// <summary>
/// The rules that one attribute cannot say: formats of texts, and options that depend on each other. A rule over two options is
/// skipped while one of them is wrong by itself.
/// </summary>
internal sealed partial class GatewayOptionsValidator(GatewayOptions options, MistakeList mistakes)
{
    private const int ShortestApiKey = 16;

    public void Validate()
    {
        CheckServer();
        CheckPorts();
        CheckDimensions();
        CheckStatuses();
        CheckPolicies();
        CheckAdminAndMetrics();
        foreach (var (key, rule, value) in MaskingRuleChecks.Mistakes(options.ErrorText.Masking.Rules))
        {
            Check(false, key, rule, value);
        }

        CheckInProcessOnly();
        if (options.Clustering is { ActThreshold: { } act, GroupThreshold: { } group })
        {
            CheckPair("Clustering:ActThreshold", act, "Clustering:GroupThreshold", group);
        }

        CheckPair("Limiter:MaxRate", options.Limiter.MaxRate, "Limiter:DefaultRate", options.Limiter.DefaultRate);
    }

    private void CheckServer()
    {
        CheckHost("Server:Host", options.Server.Host);
        CheckHost("Metrics:Host", options.Metrics.Host is { Length: > 0 } own ? own : "*");
        CheckEach("Server:TrustedProxies", options.Server.TrustedProxies, t => IsAddress(t) || IPNetwork.TryParse(t, out _),
            "must be an IP address or a network such as 10.0.0.0/8");
        CheckEach("Principal:Headers", options.Principal.Headers, h => HeaderName().IsMatch(h), "must be a header's name");
    }

    private void CheckHost(string key, string host) =>
        Check(host is "*" or "localhost" || IsAddress(host), key, "must be an IP address, localhost or *", host);

    // Two listeners cannot share a port; 0 is a free one or off, and never clashes.
    private void CheckPorts()
    {
        (string Key, int Port)[] ports =
        [
            ("Server:Port", options.Server.Port),
            ("Server:Http2Port", options.Server.Http2Port),
            ("Metrics:Port", options.Metrics.Enabled ? options.Metrics.Port : 0),
            ("Admin:Port", options.Admin.Port),
        ];
        foreach (var (key, port) in ports.Where(p => p.Port != 0))
        {
            var first = ports.First(p => p.Port == port).Key;
            Check(first == key, key, $"must differ from {Full(first)}", port.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void CheckDimensions()
    {
        var names = options.Dimensions.Names;
        for (var i = 0; i < names.Count; i++)
        {
            var key = $"Dimensions:Names:{i}";
            if (names[i].StartsWith(DimensionNames.QueryPrefix, StringComparison.Ordinal))
            {
                Wrong(key, "query parameters are discovered by themselves; leave it out", names[i]);
            }
            else
            {
                Check(IsDimension(names[i]), key, "must be header:NAME, body:FIELD or a built-in dimension (route, method, upstream, destination, path, principal, bodyBytes)", names[i]);
            }
        }

        var headers = names.Count(n => n.StartsWith(DimensionNames.HeaderPrefix, StringComparison.Ordinal));
        Check(headers <= OutcomeRecord.MaxHeaders, "Dimensions:Names", $"must name at most {OutcomeRecord.MaxHeaders} headers", $"{headers} headers");
        var fields = names.Where(n => n.StartsWith(DimensionNames.BodyPrefix, StringComparison.Ordinal)).Append(DimensionNames.Model).Distinct().Count();
        Check(fields <= OutcomeRecord.MaxBodyFields, "Dimensions:Names", $"must name at most {OutcomeRecord.MaxBodyFields} body fields with body:model", $"{fields} body fields");
    }

    private static bool IsDimension(string name) => name.StartsWith(DimensionNames.HeaderPrefix, StringComparison.Ordinal)
        ? HeaderName().IsMatch(name[DimensionNames.HeaderPrefix.Length..])
        : DimensionNames.IsKnown(name);

    private void CheckStatuses()
    {
        CheckEach("Sampler:ErrorStatuses", options.Sampler.ErrorStatuses, s => ErrorStatus().IsMatch(s), "must be a status from 400 to 599, 4xx or 5xx");
        CheckEach("Policies:NeverActOn", options.Policies.NeverActOn, s => s is >= 400 and <= 599, "must be a status from 400 to 599");
    }

    private void CheckPolicies()
    {
        for (var i = 0; i < options.Policies.Rules.Count; i++)
        {
            var name = options.Policies.Rules[i].ScopeNames;
            Check(name is null || DimensionNames.IsKnown(name), $"Policies:Rules:{i}:ScopeNames", "must be a dimension", name);
        }
    }

    private void CheckAdminAndMetrics()
    {
        var key = options.Admin.ApiKey;
        Check(string.IsNullOrEmpty(key) || key.Length >= ShortestApiKey, "Admin:ApiKey", $"must have {ShortestApiKey} characters or more", key);
        var prefix = options.Admin.PathPrefix;
        Check(PlainPath().IsMatch(prefix), "Admin:PathPrefix", "must start with a slash, not end with one, and hold plain path segments", prefix);
        Check(prefix is not ("/health" or "/ready"), "Admin:PathPrefix", "must leave /health and /ready free", prefix);
        Check(PlainPath().IsMatch(options.Metrics.Path), "Metrics:Path", "must start with a slash, not end with one, and hold plain path segments", options.Metrics.Path);
    }

    private void CheckInProcessOnly()
    {
        Check(options.Kafka.Brokers.Length == 0, "Kafka:Brokers", "this version has only the in-process bus; leave it empty", options.Kafka.Brokers);
        Check(options.Etcd.Endpoints.Length == 0, "Etcd:Endpoints", "this version has only the in-process store; leave it empty", options.Etcd.Endpoints);
    }

    private void CheckPair(string key, double value, string lowerKey, double lower)
    {
        if (!mistakes.Names(Full(lowerKey)))
        {
            Check(value >= lower, key, string.Create(CultureInfo.InvariantCulture, $"must not be below {Full(lowerKey)}, {lower}"), value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void CheckEach<T>(string key, IReadOnlyList<T> items, Func<T, bool> isGood, string rule)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Check(isGood(items[i]), $"{key}:{i}", rule, string.Create(CultureInfo.InvariantCulture, $"{items[i]}"));
        }
    }

    private void Check(bool good, string key, string rule, string? value)
    {
        if (!good && !mistakes.Names(Full(key)))
        {
            Wrong(key, rule, value);
        }
    }

    private void Wrong(string key, string rule, string? value) => mistakes.Add(Full(key), rule, value);

    private static string Full(string key) => $"{GatewayOptions.Section}:{key}";

    // IPAddress reads a plain number as an address.
    private static bool IsAddress(string text) => text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out _);

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
    private static partial Regex HeaderName();

    [GeneratedRegex("^([45]xx|[45][0-9][0-9])$", RegexOptions.IgnoreCase)]
    private static partial Regex ErrorStatus();

    [GeneratedRegex("^(/[A-Za-z0-9._~-]+)+$")]
    private static partial Regex PlainPath();
}
