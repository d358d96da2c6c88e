using Gateway.Lab.Reports;

namespace Gateway.Lab.Commands;

/// <summary>Where a command's block of text goes: into a document, else onto the console.</summary>
internal static class DocumentOutput
{
    /// <summary>Returns an <see cref="ExitStatus"/>.</summary>
    public static async Task<int> WriteAsync(string? file, string block, string text, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            await Console.Out.WriteLineAsync(text);
            return ExitStatus.Done;
        }

        try
        {
            if (DocumentBlock.Replace(await File.ReadAllTextAsync(file, cancellationToken), block, text) is not { } document)
            {
                return await OutputFile.RefuseAsync($"{file}: has no block of {block}");
            }

            await File.WriteAllTextAsync(file, document, cancellationToken);
            return ExitStatus.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await OutputFile.RefuseAsync($"{file}: {e.Message}");
        }
    }
}
