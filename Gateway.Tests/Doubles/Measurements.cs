using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Doubles;

/// <summary>What the instruments of one gateway measure at this moment.</summary>
internal static class Measurements
{
    /// <summary>The observable instrument's values, each with the value of one of its tags.</summary>
    public static IReadOnlyList<(string Tag, double Value)> Of(IServiceProvider gateway, string instrument, string tag)
    {
        var meters = gateway.GetRequiredService<IMeterFactory>();
        var seen = new List<(string, double)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Name == instrument && published.Meter.Scope == meters)
                {
                    self.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => seen.Add((TagOf(tags, tag), value)));
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => seen.Add((TagOf(tags, tag), value)));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }

    private static string TagOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value?.ToString() ?? "";
            }
        }

        return "";
    }
}
