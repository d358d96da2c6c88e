using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Lab.FalseAlarms;

/// <summary>
/// Draws requests as a service gets them: a few busy clients and many quiet ones, each of one tenant, on five routes of two upstreams with
/// two replicas each. Where the mix shifts, who is busy is drawn anew from time to time, and clients that nobody has seen come in.
/// </summary>
internal sealed class TrafficMix
{
    private const int Principals = 60;
    private const int Tenants = 20;
    private const double ShiftSeconds = 40;

    private static readonly ImmutableArray<(string Route, string Method, string Path, string Upstream)> Routes =
    [
        ("orders", "GET", "/api/orders/{int}", "shop"), ("search", "GET", "/api/search", "shop"),
        ("cart", "POST", "/api/cart/{uuid}", "shop"), ("pay", "POST", "/api/pay/{uuid}", "bank"),
        ("users", "GET", "/api/users/{int}", "bank"),
    ];

    private static readonly string[] Formats = ["", "html", "pdf", "csv"];
    private readonly Random _random;
    private readonly bool _shifts;
    private readonly double[] _principals = new double[Principals];
    private readonly double[] _routes = new double[Routes.Length];
    private readonly double[] _formats = new double[Formats.Length];
    private double _shiftAt = ShiftSeconds;
    private int _newcomers;

    public TrafficMix(Random random, bool shifts)
    {
        _random = random;
        _shifts = shifts;
        DrawWeights();
    }

    public SimulatedRequest Draw(double second)
    {
        if (_shifts && second >= _shiftAt)
        {
            _shiftAt = second + (ShiftSeconds * (0.5 + _random.NextDouble()));
            _newcomers += _random.Next(4);
            DrawWeights();
        }

        var (route, method, path, upstream) = Routes[Pick(_routes)];
        var client = _newcomers + Pick(_principals);
        var principal = string.Create(CultureInfo.InvariantCulture, $"key:{client:x16}");
        var format = Formats[Pick(_formats)];
        var dimensions = ImmutableArray.CreateBuilder<DimensionValue>(10);
        dimensions.Add(new(DimensionNames.Route, route));
        dimensions.Add(new(DimensionNames.Method, method));
        dimensions.Add(new(DimensionNames.Upstream, upstream));
        dimensions.Add(new(DimensionNames.Destination, _random.Next(2) == 0 ? "0" : "1"));
        dimensions.Add(new(DimensionNames.Path, path));
        dimensions.Add(new(DimensionNames.Principal, principal));
        dimensions.Add(new("header:X-Tenant-Id", string.Create(CultureInfo.InvariantCulture, $"tenant-{client % Tenants}")));
        if (format.Length > 0)
        {
            dimensions.Add(new("query:format", format));
        }

        if (method == "POST")
        {
            dimensions.Add(new(DimensionNames.BodyBytes, (1 << _random.Next(7, 17)).ToString(CultureInfo.InvariantCulture)));
        }

        return new SimulatedRequest(principal, upstream, dimensions.ToImmutable(), null);
    }

    /// <summary>Weights by a power law in a random order, summed up.</summary>
    private void DrawWeights()
    {
        foreach (var weights in new[] { _principals, _routes, _formats })
        {
            var order = Enumerable.Range(1, weights.Length).ToArray();
            _random.Shuffle(order);
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += 1.0 / order[i];
                weights[i] = sum;
            }
        }
    }

    private int Pick(double[] sums)
    {
        var at = Array.BinarySearch(sums, _random.NextDouble() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, sums.Length - 1);
    }
}
