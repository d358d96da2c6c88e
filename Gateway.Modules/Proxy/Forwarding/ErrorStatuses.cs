using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>The answers that count as errors, compiled from statuses (<c>429</c>) and classes (<c>5xx</c>).</summary>
internal sealed class ErrorStatuses
{
    private const int Lowest = 100;
    private const int Highest = 599;

    private readonly bool[] _errors = new bool[Highest + 1];

    private ErrorStatuses()
    {
    }

    /// <summary>Whether an upstream's answer with this status is an error.</summary>
    public bool Contains(int status) => (uint)status < (uint)_errors.Length && _errors[status];

    /// <summary>Reads a list such as <c>5xx,408,429</c>, as a route's metadata has it.</summary>
    public static bool TryParse(string list, [NotNullWhen(true)] out ErrorStatuses? statuses) =>
        TryParse(list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), out statuses);

    /// <summary>Reads statuses and classes; false when one of them is neither.</summary>
    public static bool TryParse(IEnumerable<string> entries, [NotNullWhen(true)] out ErrorStatuses? statuses)
    {
        statuses = null;
        var read = new ErrorStatuses();
        foreach (var entry in entries)
        {
            if (!read.TryAdd(entry.AsSpan().Trim()))
            {
                return false;
            }
        }

        statuses = read;
        return true;
    }

    private bool TryAdd(ReadOnlySpan<char> entry)
    {
        if (entry.Length == 3 && entry[0] is >= '1' and <= '5' && entry[1..].Equals("xx", StringComparison.OrdinalIgnoreCase))
        {
            var first = (entry[0] - '0') * 100;
            _errors.AsSpan(first, 100).Fill(true);
            return true;
        }

        if (!int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < Lowest or > Highest)
        {
            return false;
        }

        _errors[status] = true;
        return true;
    }
}
