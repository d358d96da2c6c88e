namespace Gateway.Lab.Commands;

/// <summary>Looks at output files before the work begins rather than after it.</summary>
internal static class OutputFile
{
    /// <summary>Why the file cannot be written; null where it can or where none is wanted.</summary>
    public static string? ProblemOf(string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            using var _ = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{file}: {e.Message}";
        }
    }

    public static async Task<int> RefuseAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return ExitStatus.WrongArguments;
    }
}
