namespace Gateway.Modules.Contracts.Options;

/// <summary>The folder of the configuration file; relative paths in the configuration start there.</summary>
public sealed record ContentRoot(string Path)
{
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);
}
