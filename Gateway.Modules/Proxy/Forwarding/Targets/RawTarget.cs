using System.Diagnostics.CodeAnalysis;

namespace Gateway.Modules.Proxy.Forwarding.Targets;

/// <summary>
/// The path of a request as the client wrote it. Routing looks at the decoded path, from which <c>%2F</c> and <c>%252F</c> cannot be told
/// apart any more; an upstream can tell them apart.
/// </summary>
internal static class RawTarget
{
    /// <summary>
    /// The path part of a request target, fit to be sent on behind a destination's address; never an authority. False where the path
    /// that was routed must be sent instead: with dot segments, plain or encoded, an upstream could end at another path than the
    /// one that was routed, and <c>\</c> and <c>#</c> mean something else to some readers.
    /// </summary>
    public static bool TryGetPath(string? target, [NotNullWhen(true)] out string? path)
    {
        path = null;
        if (string.IsNullOrEmpty(target) || OriginFormOf(target) is not { } origin)
        {
            return false;
        }

        var query = origin.IndexOf('?', StringComparison.Ordinal);
        var candidate = query < 0 ? origin : origin[..query];
        if (candidate.AsSpan().ContainsAny('\\', '#') || HasDotSegment(candidate))
        {
            return false;
        }

        path = candidate;
        return true;
    }

    /// <summary><c>http://host/path</c> without what stands before the path; null where there is no path, as in <c>*</c>.</summary>
    private static string? OriginFormOf(string target)
    {
        if (target[0] == '/')
        {
            return target;
        }

        var authority = target.IndexOf("://", StringComparison.Ordinal);
        var slash = authority < 0 ? -1 : target.IndexOf('/', authority + "://".Length);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return slash < 0 || (query >= 0 && query < slash) ? null : target[slash..];
    }

    /// <summary>Whether a segment is <c>.</c> or <c>..</c> for a reader that decodes everything first.</summary>
    private static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        if (!path.Contains('.') && !path.Contains('%'))
        {
            return false;
        }

        var dots = 0;
        var others = false;
        while (!path.IsEmpty)
        {
            var next = Next(ref path);
            if (next is '/' or '\\')
            {
                if (IsDotSegment(dots, others))
                {
                    return true;
                }

                dots = 0;
                others = false;
            }
            else if (next == '.')
            {
                dots++;
            }
            else
            {
                others = true;
            }
        }

        return IsDotSegment(dots, others);
    }

    private static bool IsDotSegment(int dots, bool others) => dots is 1 or 2 && !others;

    /// <summary>The next character, with those escapes read that matter here.</summary>
    private static char Next(ref ReadOnlySpan<char> path)
    {
        var (read, length) = path switch
        {
            ['%', '2', 'e' or 'E', ..] => ('.', 3),
            ['%', '2', 'f' or 'F', ..] => ('/', 3),
            ['%', '5', 'c' or 'C', ..] => ('\\', 3),
            [var plain, ..] => (plain, 1),
            [] => ('\0', 0),
        };
        path = path[length..];
        return read;
    }
}
