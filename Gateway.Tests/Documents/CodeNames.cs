using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Host.Configuration;
using Gateway.Tests.Doubles;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.Documents;

/// <summary>
/// Says what is wrong with a name that a document gives in code: files must exist, types and members too (private ones count),
/// options and metrics must be those of the product.
/// </summary>
internal static partial class CodeNames
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly ILookup<string, Type> Types = new[] { typeof(GatewayOptions).Assembly, typeof(OptionKeys).Assembly }
        .SelectMany(a => a.GetTypes())
        .ToLookup(t => t.Name.Split('`')[0], StringComparer.Ordinal);

    private static readonly HashSet<string> Options = OptionKeys.All.Select(o => o.Key).ToHashSet(StringComparer.Ordinal);

    public static bool IsFile(string name) => FileName().IsMatch(name);

    /// <summary>Null where the name is good, or is not one that can be checked (<paramref name="known"/> is then false).</summary>
    public static string? Problem(string name, out bool known)
    {
        known = true;
        if (IsFile(name))
        {
            return File.Exists(Repository.PathOf(name)) ? null : $"{name}: there is no such file";
        }

        if (MetricName().IsMatch(name))
        {
            return IsMetric(name) ? null : $"{name}: there is no such metric";
        }

        if (OptionName().IsMatch(name))
        {
            return IsOption(name) ? null : $"{name}: there is no such option";
        }

        if (MemberName().Match(name) is { Success: true } member)
        {
            return MemberProblem(name, member.Groups["type"].Value, member.Groups["member"].Value);
        }

        known = false;
        return null;
    }

    /// <summary>The simple name of the type that a name is about; null where it is not about one.</summary>
    public static string? TypeOf(string name) =>
        !IsFile(name) && MemberName().Match(name) is { Success: true } member ? member.Groups["type"].Value : null;

    private static string? MemberProblem(string name, string type, string member)
    {
        if (!Types.Contains(type))
        {
            return $"{name}: there is no type {type}";
        }

        return member.Length == 0 || Types[type].Any(t => t.GetMember(member, Any).Length > 0)
            ? null : $"{name}: {type} has no member {member}";
    }

    /// <summary>A section counts: <c>Sampler</c> options are named without their root, too.</summary>
    private static bool IsOption(string name)
    {
        var key = name.StartsWith("Gateway:", StringComparison.Ordinal) ? name : $"Gateway:{name}";
        return Options.Contains(key) || Options.Any(o => o.StartsWith(key + ":", StringComparison.Ordinal));
    }

    private static bool IsMetric(string name) =>
        ContractMetrics.Labels.ContainsKey(name)
        || ContractMetrics.Histograms.Any(h => name == h + "_bucket" || name == h + "_sum" || name == h + "_count");

    [GeneratedRegex(@"^[\w./-]+\.(cs|md|json|csproj|sln|onnx|txt|props)$")]
    private static partial Regex FileName();

    [GeneratedRegex("^gateway_[a-z_]+$")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"^[A-Z]\w+(:[A-Z]\w+)+$")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^(?<type>[A-Z]\w+)(<[A-Z]\w+>)?(\.(?<member>[A-Z]\w+))?$")]
    private static partial Regex MemberName();
}
