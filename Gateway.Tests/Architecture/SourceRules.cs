using System.Text.RegularExpressions;

namespace Gateway.Tests.Architecture;

/// <summary>How the C# files below a folder are laid out; each rule gives what breaks it. Built and generated files are left out.</summary>
/// <param name="root">The folder of a project; its name is the root namespace.</param>
internal sealed partial class SourceRules(string root)
{
    public const int MostFilesOfAFolder = 25;
    public const int MostColumns = 140;

    private string[] Files { get; } =
        [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(root, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)];

    /// <summary>A folder that a reader cannot take in at one look.</summary>
    public IEnumerable<string> CrowdedFolders() =>
        Files.GroupBy(f => Path.GetDirectoryName(f)!)
            .Where(folder => folder.Count() > MostFilesOfAFolder)
            .Select(folder => $"{Shown(folder.Key)}: {folder.Count()} files");

    /// <summary>Lines that no two of fit side by side on a screen.</summary>
    public IEnumerable<string> WideLines() =>
        from file in Files
        from line in File.ReadLines(file).Index()
        where line.Item.Length > MostColumns
        select $"{Shown(file)}({line.Index + 1}): {line.Item.Length} columns";

    /// <summary>Files whose namespace does not lead to their folder.</summary>
    public IEnumerable<string> StrayNamespaces() =>
        from file in Files
        let declared = Declaration().Match(File.ReadAllText(file))
        where declared.Success && declared.Groups[1].Value != NamespaceOf(file)
        select $"{Shown(file)}: {declared.Groups[1].Value}";

    public int LinesBelow(string folder) =>
        Files.Where(f => f.StartsWith(Path.Combine(root, folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Sum(f => File.ReadLines(f).Count());

    private string NamespaceOf(string file)
    {
        var folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!);
        var name = Path.GetFileName(root);
        return folder == "." ? name : $"{name}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
    }

    private string Shown(string path) => Path.GetRelativePath(Path.GetDirectoryName(root)!, path);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
