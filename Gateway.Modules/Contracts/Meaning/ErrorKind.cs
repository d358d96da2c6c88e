namespace Gateway.Modules.Contracts;

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
