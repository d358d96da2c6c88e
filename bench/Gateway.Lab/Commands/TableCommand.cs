using System.CommandLine;
using System.Text.Json;
using Gateway.Lab.Figures;
using Gateway.Lab.Reports;

namespace Gateway.Lab.Commands;

/// <summary>Makes the table of a document from result files, so that nobody has to copy figures.</summary>
internal static class TableCommand
{
    private static readonly Argument<string[]> Files = new("RESULT.json") { Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string?> Into = new("--into")
    {
        Description = $"Document whose block of {ResultBlock.Name} is replaced; the console by default.",
    };

    public static Command Create()
    {
        var command = new Command("table", "Makes the table of a document from result files.") { Files, Into };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var runs = new List<RunFigures>();
        foreach (var file in parsed.GetRequiredValue(Files))
        {
            try
            {
                runs.AddRange(ResultFile.Read(await File.ReadAllTextAsync(file, cancellationToken)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                return await OutputFile.RefuseAsync($"{file}: {e.Message}");
            }
        }

        return await DocumentOutput.WriteAsync(parsed.GetValue(Into), ResultBlock.Name, ResultBlock.Render(runs), cancellationToken);
    }
}
