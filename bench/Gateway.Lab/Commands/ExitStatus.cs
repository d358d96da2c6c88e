namespace Gateway.Lab.Commands;

/// <summary>What the program says when it ends.</summary>
internal static class ExitStatus
{
    public const int Done = 0;
    public const int InvalidRun = 1;
    public const int WrongArguments = 2;
}
