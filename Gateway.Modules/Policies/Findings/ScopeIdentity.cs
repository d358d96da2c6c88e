namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// What tells one finding from another over several evaluations: its tests and the upstream of a destination, whatever the cut, which moves
/// as more sizes are seen.
/// </summary>
internal static class ScopeIdentity
{
    public static string Of(Scope scope, string? upstream)
    {
        var text = scope.Tests.Any(t => t.Operator == TestOperator.AtLeast)
            ? string.Join(" & ", scope.Tests.Select(t => t.Operator == TestOperator.AtLeast ? $"{t.Dimension}>=" : t.ToString()))
            : scope.Text;
        return upstream is null ? text : $"{upstream}: {text}";
    }
}
