using System.Globalization;

namespace Gateway.Host.Configuration;

/// <summary>Options that depend on each other. A rule over two is skipped while one of them is wrong by itself.</summary>
internal sealed class OptionPairs(GatewayOptions options, MistakeList mistakes)
{
    public void Check()
    {
        CheckOrder(
            "Gateway:Clustering:ActThreshold", options.Clustering.ActThreshold,
            "Gateway:Clustering:GroupThreshold", options.Clustering.GroupThreshold);
        CheckOrder("Gateway:Limiter:MaxRate", options.Limiter.MaxRate, "Gateway:Limiter:DefaultRate", options.Limiter.DefaultRate);
        CheckOrder("Gateway:Limiter:MaxRate", options.Limiter.MaxRate, "Gateway:Limiter:MinRate", options.Limiter.MinRate);
        CheckPorts();
        if (!mistakes.Names("Gateway:Dimensions:Names"))
        {
            var names = options.Dimensions.Names.ToLookup(n => n[..(n.IndexOf(':', StringComparison.Ordinal) + 1)], StringComparer.Ordinal);
            CheckCount("headers", names[DimensionNames.HeaderPrefix].Count(), OutcomeRecord.MaxHeaders);
            var fields = names[DimensionNames.BodyPrefix].Append(DimensionNames.Model).Distinct();
            CheckCount("body fields with body:model", fields.Count(), OutcomeRecord.MaxBodyFields);
        }
    }

    private void CheckOrder(string key, double? value, string lowerKey, double? lower) =>
        Check(!(value < lower) || mistakes.Names(lowerKey), key, $"must not be below {lowerKey}, {Text(lower)}", Text(value));

    // Two listeners cannot share a port; 0 is a free one or off, and never clashes.
    private void CheckPorts()
    {
        (string Key, int Port)[] ports =
        [
            ("Gateway:Server:Port", options.Server.Port),
            ("Gateway:Server:Http2Port", options.Server.Http2Port),
            ("Gateway:Metrics:Port", options.Metrics.Enabled ? options.Metrics.Port : 0),
            ("Gateway:Admin:Port", options.Admin.Port),
        ];
        foreach (var (key, port) in ports.Where(p => p.Port != 0))
        {
            var first = ports.First(p => p.Port == port).Key;
            Check(first == key, key, $"must differ from {first}", Text(port));
        }
    }

    private void CheckCount(string what, int count, int most) =>
        Check(count <= most, "Gateway:Dimensions:Names", $"must name at most {most} {what}", Text(count));

    private void Check(bool good, string key, string rule, string value)
    {
        if (!good)
        {
            mistakes.AddOnce(key, rule, value);
        }
    }

    private static string Text(double? number) => string.Create(CultureInfo.InvariantCulture, $"{number}");
}
