namespace Gateway.Modules.Contracts.Meaning;

/// <summary>What an error cluster means; decides the action.</summary>
public enum ErrorKind
{
    Unknown,
    Overload,
    DependencyDown,
    Defect,
    CallerFault,
    Quota,
    ContentPolicy,
    ResourceExhausted,
    DataConflict,
}

public static class ErrorKinds
{
    /// <summary>Whether what was sent is at fault: repeating it can never help.</summary>
    public static bool IsCallersFault(this ErrorKind kind) => kind is ErrorKind.CallerFault or ErrorKind.ContentPolicy;
}
