using System.Text;

namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>
/// Which segments of one route's paths take too many different values to be words of an interface: in <c>/users/ann/orders</c> the second,
/// once several principals have brought many of them. From then on everything in that place is <c>{*}</c>. What one principal invents
/// folds nothing (<see cref="SharedPlaces.IsCrowded"/>). Bounded; one thread at a time.
/// </summary>
internal sealed class PathSegments
{
    /// <summary>Places in the route's paths that are looked at, each told by the segments before it.</summary>
    private const int MostPlaces = 64;

    /// <summary>Values kept of each; three quarters of so many are too many.</summary>
    private const int MostValues = 64;

    private readonly SharedPlaces _places = new(MostPlaces);
    private readonly Dictionary<string, SharedPlaces> _values = new(StringComparer.Ordinal);

    /// <summary>The template with <c>{*}</c> for each segment that takes too many values.</summary>
    public string Fold(string template, in Bringer by)
    {
        var folded = new StringBuilder(template.Length);
        foreach (var range in template.AsSpan(1).Split('/'))
        {
            var segment = template.AsSpan(1)[range];
            folded.Append('/').Append(IsOneOfMany(folded.ToString(), segment.ToString(), by) ? DimensionNames.Folded : segment);
        }

        return folded.ToString();
    }

    private bool IsOneOfMany(string before, string segment, in Bringer by)
    {
        if (segment is "" or DimensionNames.Folded || _places.TryKeep(before, by, out var replaced) is null)
        {
            return false;
        }

        if (replaced is not null)
        {
            _values.Remove(replaced);
        }

        if (!_values.TryGetValue(before, out var values))
        {
            values = new SharedPlaces(MostValues);
            _values.Add(before, values);
        }

        values.TryKeep(segment, by, out _);
        return values.IsCrowded;
    }
}
