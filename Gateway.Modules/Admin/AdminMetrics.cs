using System.Diagnostics.Metrics;
using Gateway.Modules.Admin.Access;

namespace Gateway.Modules.Admin;

/// <summary>Calls of the admin API that were turned away, by reason.</summary>
internal sealed class AdminMetrics
{
    private static readonly string[] Reasons = ["no_key", "not_local", "wrong_key"];
    private readonly long[] _denied = new long[Reasons.Length];

    public AdminMetrics(IMeterFactory meters) => meters.Create(MetricNames.MeterPrefix + "Admin").CreateObservableCounter(
        MetricNames.AdminDenied,
        () => Reasons.Select((reason, i) =>
            new Measurement<long>(Interlocked.Read(ref _denied[i]), new KeyValuePair<string, object?>("reason", reason))),
        description: "Calls of the admin API that were turned away.");

    /// <summary>Null where nobody is turned away for who they are.</summary>
    public static string? ReasonOf(AdminVerdict verdict) => verdict switch
    {
        AdminVerdict.KeyRequired => "no_key",
        AdminVerdict.LocalOnly => "not_local",
        AdminVerdict.WrongKey => "wrong_key",
        _ => null,
    };

    public void Denied(string reason) => Interlocked.Increment(ref _denied[Array.IndexOf(Reasons, reason)]);
}
