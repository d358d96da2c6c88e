using System.Collections.Immutable;

namespace Gateway.Modules.Proxy;

/// <summary>A scope ready to be compared with requests. Allocates nothing.</summary>
internal sealed class CompiledScope
{
    private readonly ImmutableArray<CompiledTest> _tests = [];

    public bool Matches(in RequestFacts facts)
    {
        foreach (var test in _tests)
        {
            if (!test.Matches(facts))
            {
                return false;
            }
        }

        return true;
    }
}
