using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Host.Configuration;

/// <summary>The forms that texts of options must have, judged as they stand in the configuration.</summary>
internal static partial class OptionForms
{
    private const string PathRule = "must start with a slash, not end with one, hold plain path segments";

    private static readonly string[] Answers = ["4xx", "5xx", "transport", "timeout", "grpc", "body", "slow"];

    // N stands for each item of a list.
    private static readonly Dictionary<string, (Func<string, bool> IsGood, string Rule)> Forms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Gateway:Server:Host"] = (IsHost, "must be an IP address, localhost or *"),
        ["Gateway:Server:TrustedProxies:N"] = (IsNetwork, "must be an IP address or a network such as 10.0.0.0/8"),
        ["Gateway:Principal:Headers:N"] = (HeaderName().IsMatch, "must be a header's name"),
        ["Gateway:Dimensions:Names:N"] = (
            IsAddedDimension,
            "must be header:NAME, body:FIELD or a built-in dimension (route, method, upstream, destination, path, principal, bodyBytes); "
            + "query parameters are discovered by themselves"),
        ["Gateway:Sampler:ErrorStatuses:N"] = (ErrorStatus().IsMatch, "must be a status from 400 to 599, 4xx or 5xx"),
        ["Gateway:Policies:NeverActOn:N"] = (IsErrorStatus, "must be a status from 400 to 599"),
        ["Gateway:Policies:Rules:N:ScopeNames"] = (DimensionNames.IsKnown, "must be a dimension"),
        ["Gateway:Policies:Rules:N:Answers:N"] = (
            Answers.Contains, $"must be one of {string.Join(", ", Answers)}"),
        ["Gateway:Admin:ApiKey"] = (t => t.Length >= 16, "must have 16 characters or more"),
        ["Gateway:Admin:PathPrefix"] = (IsFreePath, PathRule + ", and leave /health and /ready free"),
        ["Gateway:Metrics:Host"] = (IsHost, "must be an IP address, localhost or *"),
        ["Gateway:Metrics:Path"] = (PlainPath().IsMatch, PathRule),
        ["Gateway:Kafka:Brokers"] = (t => t.Length == 0, "this version has only the in-process bus; leave it empty"),
        ["Gateway:Etcd:Endpoints"] = (t => t.Length == 0, "this version has only the in-process store; leave it empty"),
    };

    public static void Check(IReadOnlyDictionary<string, string?> settings, MistakeList mistakes)
    {
        foreach (var (key, value) in settings)
        {
            if (value is not null
                && Forms.TryGetValue(OptionKeys.WithoutIndexes(key), out var form)
                && !form.IsGood(value))
            {
                mistakes.AddOnce(key, form.Rule, value);
            }
        }
    }

    private static bool IsHost(string text) => text is "*" or "localhost" || IsAddress(text);

    private static bool IsNetwork(string text) => IsAddress(text) || IPNetwork.TryParse(text, out _);

    // IPAddress reads a plain number as an address.
    private static bool IsAddress(string text) => text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out _);

    private static bool IsErrorStatus(string text) => int.TryParse(text, out var status) && status is >= 400 and <= 599;

    private static bool IsFreePath(string text) => PlainPath().IsMatch(text) && text is not ("/health" or "/ready");

    private static bool IsAddedDimension(string name) => name.StartsWith(DimensionNames.HeaderPrefix, StringComparison.Ordinal)
        ? HeaderName().IsMatch(name[DimensionNames.HeaderPrefix.Length..])
        : DimensionNames.IsKnown(name) && !name.StartsWith(DimensionNames.QueryPrefix, StringComparison.Ordinal);

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
    private static partial Regex HeaderName();

    [GeneratedRegex("^([45]xx|[45][0-9][0-9])$", RegexOptions.IgnoreCase)]
    private static partial Regex ErrorStatus();

    [GeneratedRegex("^(/[A-Za-z0-9._~-]+)+$")]
    private static partial Regex PlainPath();
}
