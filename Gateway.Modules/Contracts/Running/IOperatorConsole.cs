namespace Gateway.Modules.Contracts.Running;

/// <summary>Lines for the person who starts the process, on its standard error; no log keeps them. Never waits.</summary>
public interface IOperatorConsole
{
    void WriteLine(string line);
}
