using System.Text.RegularExpressions;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Documents;

/// <summary>A document of the repository, read only as far as the tests need it: fenced blocks, code spans, links, headings.</summary>
internal sealed partial class Markdown
{
    private readonly List<string> _prose = [];
    private readonly List<(string? Mark, CodeBlock Block)> _blocks = [];

    public Markdown(string text)
    {
        string? mark = null;
        List<string>? block = null;
        var language = "";
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is null)
                {
                    (block, language) = ([], line[3..].Trim());
                }
                else
                {
                    _blocks.Add((mark, new CodeBlock(language, string.Join('\n', block))));
                    (block, mark) = (null, null);
                }
            }
            else if (block is not null)
            {
                block.Add(line);
            }
            else
            {
                mark = Comment().Match(line) is { Success: true } comment ? comment.Groups[1].Value : mark;
                _prose.Add(line);
            }
        }
    }

    /// <summary>The text between back quotes, outside of blocks.</summary>
    public IEnumerable<string> CodeSpans => _prose.SelectMany(line => CodeSpan().Matches(line)).Select(m => m.Groups[1].Value);

    /// <summary>Targets of links.</summary>
    public IEnumerable<string> Links =>
        _prose.SelectMany(line => Link().Matches(CodeSpan().Replace(line, ""))).Select(m => m.Groups[1].Value);

    /// <summary>Headings as the anchors that sites make of them.</summary>
    public IEnumerable<string> Anchors => _prose
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    public IEnumerable<CodeBlock> Blocks => _blocks.Select(b => b.Block);

    /// <summary>Comments in front of blocks, <c>&lt;!-- mark --&gt;</c>, where there is one.</summary>
    public IEnumerable<string> Marks => _blocks.Select(b => b.Mark).OfType<string>();

    public static Markdown Of(string path) => new(File.ReadAllText(Repository.PathOf(path)));

    /// <summary>The blocks that the mark stands in front of.</summary>
    public IEnumerable<CodeBlock> BlocksAfter(string mark) => _blocks.Where(b => b.Mark == mark).Select(b => b.Block);

    [GeneratedRegex("^<!-- (.+) -->$")]
    private static partial Regex Comment();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}

/// <summary>A fenced block.</summary>
internal sealed record CodeBlock(string Language, string Text);
