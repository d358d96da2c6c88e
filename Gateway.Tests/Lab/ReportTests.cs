using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Lab.Figures;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Reports;

namespace Gateway.Tests.Lab;

/// <summary>The page, the file and the block of a document that show the runs.</summary>
public sealed class ReportTests
{
    private const string Hostile = "query:q=</title><script>alert(1)</script>";

    private static (RunFigures Figures, RunLog Log) Run(string variant = "gateway")
    {
        var scenario = LabWorld.With([LabWorld.Fault(8, 18), LabWorld.Fault(0, 30, index: 1, probability: 0.1)]) with
        {
            Says = "a <b>test</b> & more",
        };
        var requests = LabWorld.Log(8, 18, 50, RequestClass.Doomed, at => at >= 9_500 ? Fate.Refused : Fate.Failed)
            .Select(r => r.Refused ? r with { Refusal = new Refusal(Hostile, "break", "p-1") } : r)
            .Concat(LabWorld.Log(0, 30, 10, RequestClass.Healthy, _ => Fate.Succeeded))
            .ToImmutableArray();
        var life = new PolicyLife("p-1", Hostile, "break", "enforce", 9_500, 20_000, new FalseKillInterval(0, 0, 0.3));
        var log = new RunLog(scenario, variant, 3, requests, [life], 0, null);
        return (RunFigures.Of(log), log);
    }

    private static XElement PageOf(params (RunFigures Figures, RunLog Log)[] runs) => XDocument.Parse(ResultPage.Render(runs)).Root!;

    [Test]
    public void Render_TextThatLooksLikeMarkup_StaysText()
    {
        var page = PageOf(Run());
        Assert.That(page.Descendants("script"), Is.Empty);
        Assert.That(page.Descendants("td").Select(d => d.Value), Does.Contain(Hostile));
        Assert.That(page.Descendants("p").Select(d => d.Value), Does.Contain("a <b>test</b> & more"));
    }

    [Test]
    public void Render_EachRun_HasADrawingThatSaysWhatItShows()
    {
        var page = PageOf(Run(), Run("none"));
        var drawings = page.Descendants("svg").ToList();
        Assert.That(drawings, Has.Count.EqualTo(2));
        foreach (var drawing in drawings)
        {
            var ids = drawing.Attribute("aria-labelledby")!.Value.Split(' ');
            Assert.That(ids.Select(id => page.Descendants().Count(e => e.Attribute("id")?.Value == id)), Is.All.EqualTo(1));
            Assert.That(drawing.Element("desc")!.Value, Does.Contain("3000 healthy, 200 doomed"));
            Assert.That(drawing.Elements("polyline").Select(l => l.Attribute("class")!.Value),
                Is.EqualTo(new[] { "healthy", "doomed", "refused", "failed" }));
            Assert.That(drawing.Elements("rect").Count(r => r.Attribute("class")!.Value == "shade"), Is.EqualTo(1), "noise is no shade");
            var bar = drawing.Elements("rect").Single(r => r.Attribute("class")!.Value == "bar");
            Assert.That(bar.Element("title")!.Value, Is.EqualTo($"break {Hostile} (enforce), 9.5 s to 20.0 s, 170 refused"));
        }
    }

    [Test]
    public void Render_Drawing_HasAPointForEachQuarterOfASecond()
    {
        var line = PageOf(Run()).Descendants("polyline").First();
        Assert.That(line.Attribute("points")!.Value.Split(' '), Has.Length.EqualTo(120));
    }

    [Test]
    public void CountsOf_Requests_FallIntoTheirQuarter() =>
        Assert.That(
            RunChart.CountsOf(LabWorld.Log(0, 1, 100, RequestClass.Healthy, _ => Fate.Succeeded), 1_000, _ => true),
            Is.EqualTo(new[] { 3, 2, 3, 2 }));

    [Test]
    public void Render_Goals_SayWhetherTheyAreMet()
    {
        var page = PageOf(Run());
        Assert.That(page.Descendants("span").Select(s => s.Value),
            Does.Contain("ok: shedRate >= 0.95 (1)").And.Contain("ok: falseKillRate <= 0.001 (0)"));
    }

    [Test]
    public void Render_Page_NeedsNothingFromOutsideAndFitsTheNight()
    {
        var page = ResultPage.Render([Run()]);
        Assert.That(page, Does.StartWith("<!DOCTYPE html>").And.Contain("prefers-color-scheme:dark"));
        Assert.That(PageOf(Run()).Descendants().SelectMany(e => e.Attributes()).Where(a => a.Name.LocalName is "href" or "src")
            .Select(a => a.Value), Has.All.StartsWith("#"));
        Assert.That(page, Does.Not.Contain("://").And.Not.Contain("@import").And.Not.Contain("url("));
    }

    [Test]
    public void ResultFile_ReadBack_IsTheSame()
    {
        var file = ResultFile.Render([Run().Figures]);
        Assert.That(ResultFile.Render(ResultFile.Read(file)), Is.EqualTo(file));
    }

    [Test]
    public void ResultBlock_Runs_AreSortedAndSummedUp()
    {
        var (figures, _) = Run();
        var missed = figures with { Scenario = "a", Goals = [new Goal("shedRate", null, 0.95, null)] };
        var lines = ResultBlock.Render([figures, missed, figures with { Variant = "none" }]).Split('\n');
        Assert.That(lines[0], Does.StartWith("gateway: 1 of 2 runs meet every goal; 2 of 2 false-kill intervals hold the truth"));
        Assert.That(lines.Where(l => l.StartsWith("| a |", StringComparison.Ordinal) || l.StartsWith("| tiny |", StringComparison.Ordinal))
            .Select(l => string.Join(',', l.Split('|')[1..3].Select(c => c.Trim()))),
            Is.EqualTo(new[] { "a,gateway", "tiny,gateway", "tiny,none" }));
        Assert.That(lines, Has.Some.Contains("bad: shedRate never"));
    }

    [TestCase("x\n<!-- runs: begin -->\nold\n<!-- runs: end -->\ny", "x\n<!-- runs: begin -->\n\nnew\n\n<!-- runs: end -->\ny")]
    [TestCase("<!-- runs: begin --> and no end", null)]
    [TestCase("<!-- runs: end --><!-- runs: begin -->", null)]
    [TestCase("<!-- alarms: begin --><!-- alarms: end -->", null)]
    public void Replace_Document_ChangesItsBlockAlone(string document, string? expected) =>
        Assert.That(DocumentBlock.Replace(document, "runs", " new\n"), Is.EqualTo(expected));

    [Test]
    public void MarkdownTable_CellWithABar_StaysOneCell() =>
        Assert.That(MarkdownTable.Render(["a", "b"], [["x|y", "z"]]), Is.EqualTo("| a | b |\n| --- | --- |\n| x\\|y | z |"));
}
