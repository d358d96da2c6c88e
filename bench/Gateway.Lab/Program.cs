using System.Runtime.InteropServices;
using Gateway.Lab.Commands;

namespace Gateway.Lab;

/// <summary>The fault lab: measures what the gateway refuses against what would have failed.</summary>
internal static class LabProgram
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [ServeCommand.Verb, ..])
        {
            return await ServeCommand.RunAsync(arguments[1..]);
        }

        using var stop = new CancellationTokenSource();

        // Ended from outside, the lab still takes its children down on the way out.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return arguments switch
            {
                ["run", .. var rest] => await RunCommand.RunAsync(rest, stop.Token),
                ["cluster", .. var rest] => await ClusterCommand.RunAsync(rest, stop.Token),
                ["score", .. var rest] => await ScoreCommand.RunAsync(rest),
                _ => await OutputFile.RefuseAsync($"usage:\n  {RunCommand.Usage}\n  {ClusterCommand.Usage}\n  {ScoreCommand.Usage}"),
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("stopped");
            return ExitStatus.InvalidRun;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
