using System.CommandLine;

namespace Gateway.Lab.Commands;

/// <summary>The fault lab: measures what the gateway refuses against what would have failed.</summary>
internal static class LabCommandLine
{
    /// <summary>Ended from outside, the lab still takes its children down on the way out.</summary>
    private static readonly InvocationConfiguration Invocation = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };

    /// <summary>Runs one command. Returns an <see cref="ExitStatus"/>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Measures what the gateway refuses against what would have failed.")
        {
            RunCommand.Create(), TableCommand.Create(), AlarmsCommand.Create(), ClusterCommand.Create(), ScoreCommand.Create(),
            ServeCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return await OutputFile.RefuseAsync(string.Join('\n', parsed.Errors.Select(e => e.Message)));
        }

        return await parsed.InvokeAsync(Invocation, cancellationToken);
    }
}
