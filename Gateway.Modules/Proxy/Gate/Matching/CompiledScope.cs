using System.Collections.Immutable;

namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>A scope ready to be compared with requests: every test must hold, the cheapest is asked first.</summary>
internal sealed class CompiledScope
{
    private readonly ImmutableArray<CompiledTest> _tests;
    private readonly bool _namesMethod;

    private CompiledScope(ImmutableArray<(DimensionTest Test, CompiledTest Compiled)> tests, bool namesMethod)
    {
        Tests = [.. tests.Select(t => t.Test)];
        _tests = [.. tests.Select(t => t.Compiled)];
        _namesMethod = namesMethod;
    }

    /// <summary>The tests, the cheapest first.</summary>
    public ImmutableArray<DimensionTest> Tests { get; }

    /// <summary>The compiled scope, or null with what is wrong with the first bad test.</summary>
    public static CompiledScope? TryCompile(Scope scope, out string? problem)
    {
        problem = scope.Tests.Length > Scope.MaxTests ? $"'{scope}' has more than {Scope.MaxTests} tests" : null;
        var tests = new List<(DimensionTest Test, CompiledTest Compiled)>(scope.Tests.Length);
        foreach (var test in scope.Tests)
        {
            if (problem is not null || CompiledTest.TryCompile(test, out problem) is not { } compiled)
            {
                return null;
            }

            tests.Add((test, compiled));
        }

        return new CompiledScope([.. tests.OrderBy(t => t.Compiled.Cost)], scope.Names(DimensionNames.Method));
    }

    /// <summary>What is left of the scope for a request that is known to pass one of its tests.</summary>
    public CompiledScope Without(DimensionTest passed) =>
        new([.. Tests.Zip(_tests).Where(t => t.First != passed)], _namesMethod);

    /// <summary>
    /// A preflight carries the query and the address of the request it is for, and shares none of its fate: only a scope that names its
    /// method is about it.
    /// </summary>
    public bool Matches(in RequestFacts facts, ref MatchScratch scratch)
    {
        if (!_namesMethod && facts.IsPreflight)
        {
            return false;
        }

        foreach (var test in _tests)
        {
            if (!test.Matches(facts, ref scratch))
            {
                return false;
            }
        }

        return true;
    }
}
