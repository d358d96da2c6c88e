namespace Gateway.Modules.Admin.Policies;

/// <summary>Shorter ids first, so that <c>p-2</c> comes before <c>p-10</c>.</summary>
internal sealed class IdOrder : IComparer<string>
{
    public static readonly IdOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var byLength = (x?.Length ?? 0).CompareTo(y?.Length ?? 0);
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
    }
}
