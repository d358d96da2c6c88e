namespace Gateway.Modules.Admin;

/// <summary>Everything wrong with a body, by the path of the member; the body itself is the empty path.</summary>
internal sealed class Mistakes
{
    private readonly SortedDictionary<string, List<string>> _byMember = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string[]> ByMember => _byMember.ToDictionary(m => m.Key, m => m.Value.ToArray());

    public void Add(string member, string rule)
    {
        if (!_byMember.TryGetValue(member, out var rules))
        {
            _byMember[member] = rules = [];
        }

        rules.Add(rule);
    }
}
