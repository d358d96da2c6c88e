using System.Collections.Frozen;
using CsCheck;
using Gateway.Lab.Commands;
using Gateway.Lab.Pipeline;
using Gateway.Lab.Scoring;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Lab;

public sealed class ScoreCommandTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("score-tests-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string FileWith(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    [Test]
    public async Task Cluster_SmallFile_WritesTheContractsColumnsTheSameTwice()
    {
        var texts = FileWith("e.jsonl", """
            {"id":"a,1","text":"{\"error\":\"deadlock detected on relation 17\"}","http_status":500,"content_type":"application/json"}
            {"id":"b","text":"{\"error\":\"deadlock detected on relation 18\"}","http_status":500,"content_type":"application/json"}
            {"seq":7,"text":"model context length exceeded","http_status":400,"content_type":"text/plain"}
            """);
        var (first, second) = (Path.Combine(_folder, "1.csv"), Path.Combine(_folder, "2.csv"));
        Assert.That(await LabCommandLine.RunAsync(["cluster", texts, "--out", first], CancellationToken.None), Is.Zero);
        Assert.That(await LabCommandLine.RunAsync(["cluster", texts, "--out", second], CancellationToken.None), Is.Zero);

        var lines = await File.ReadAllLinesAsync(first);
        var assignments = AssignmentFile.Read(first).Assignments!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines[0], Does.StartWith("id,cluster,cause,kind,confidence,topCause"));
            Assert.That(await File.ReadAllLinesAsync(second), Is.EqualTo(lines));
            Assert.That(assignments["a,1"].Cluster, Is.EqualTo(assignments["b"].Cluster));
            Assert.That(assignments["a,1"].Fingerprint, Is.EqualTo(assignments["b"].Fingerprint).And.Length.EqualTo(16));
            Assert.That(assignments["7"].Cluster, Is.Not.EqualTo(assignments["b"].Cluster));
        }
    }

    [Test]
    public async Task Score_FilesThatFit_EndsWithZero()
    {
        var assignments = FileWith("a.csv", "id,cluster\n1,c-1\n2,c-1\n3,c-2\n");
        var labels = FileWith("l.jsonl", "{\"id\":\"1\",\"class\":\"a\"}\n{\"id\":\"2\",\"class\":\"a\"}\n");
        Assert.That(await LabCommandLine.RunAsync(["score", assignments, "--labels", labels], CancellationToken.None), Is.Zero);
        Assert.That(
            await LabCommandLine.RunAsync(["score", assignments, "--labels", labels, "--open-assignments", assignments, "--open-labels",
                labels], CancellationToken.None), Is.Zero);
    }

    [Test]
    public async Task Score_WrongArgumentsOrFiles_EndsWithTwo()
    {
        var assignments = FileWith("a.csv", "id,cluster\n1,c-1\n");
        var labels = FileWith("l.jsonl", "{\"id\":\"1\",\"class\":\"a\"}\n");
        var other = FileWith("o.jsonl", "{\"id\":\"2\",\"class\":\"a\"}\n");
        string[][] wrong =
        [
            [],
            [assignments],
            [assignments, "--labels", other],
            [assignments, "--labels", Path.Combine(_folder, "missing.jsonl")],
            [assignments, "--labels", labels, "--open-labels", labels],
            [assignments, "--labels", labels, "--kinds", assignments],
            [assignments, "--labels", labels, "--confusions", "-1"],
            [assignments, "--labels", FileWith("twice.jsonl", "{\"id\":\"1\",\"class\":\"a\"}\n{\"id\":\"1\",\"class\":\"a\"}\n")],
            [assignments, "--labels", FileWith("empty.jsonl", "\n")],
            [FileWith("header.csv", "item,cluster\n1,c-1\n"), "--labels", labels],
            [FileWith("row.csv", "id,cluster\n1\n"), "--labels", labels],
            [FileWith("number.csv", "id,cluster,confidence\n1,c-1,high\n"), "--labels", labels],
            [FileWith("repeated.csv", "id,cluster\n1,c-1\n1,c-2\n"), "--labels", labels],
            [FileWith("open.csv", "id,cluster\n\"1,c-1\n"), "--labels", labels],
        ];
        foreach (var arguments in wrong)
        {
            Assert.That(await LabCommandLine.RunAsync(["score", .. arguments], CancellationToken.None), Is.EqualTo(2),
                string.Join(' ', arguments));
        }
    }

    [Test]
    public void Report_LanguagesConfusablesStrangersAndTemplates_EachHasItsLines()
    {
        ScoredItem[] items =
        [
            new(new ErrorLabel("1", "a", "en", TemplateId: "t"), new Assignment("1", "c-1", "a", "Quota", 0.9, "a", 0.9, "f")),
            new(new ErrorLabel("2", "a", "zh", Confusable: true, TemplateId: "t"),
                new Assignment("2", "c-1", null, "Overload", 0.4, "b", 0.5, "f")),
        ];
        ScoredItem[] open = [new(new ErrorLabel("3", "~x"), new Assignment("3", "c-2", "a", "Quota", 0.5, "a", 0.5, "g"))];
        var kinds = new Dictionary<string, string> { ["a"] = "Quota" }.ToFrozenDictionary();
        var report = ScoreReport.Render(items, open, kinds, 5).Split('\n')
            .Select(l => l.Split("  ", StringSplitOptions.RemoveEmptyEntries)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Select(l => l.FirstOrDefault()), Is.EqualTo(new[]
            {
                "clusters", "all", "Latin", "CJK", "not confusable", null,
                "causes", "all", "Latin", "CJK", "not confusable", null,
                "open set", "all", null,
                "templates", "all", null,
                "cause", "a", null,
                "kind", "Quota", null,
            }));
            Assert.That(report[7][2], Is.EqualTo("0.5000"));
            Assert.That(report[19].Select(c => c.Trim()), Is.EqualTo(new[] { "a", "b", "1" }));
        }
    }

    [Test]
    public void Report_AssignmentsWithoutCauses_SaysNothingOfThem()
    {
        ScoredItem[] items = [new(new ErrorLabel("1", "a"), new Assignment("1", "c-1"))];
        ScoredItem[] open = [new(new ErrorLabel("2", "~x"), new Assignment("2", "c-1"))];
        var report = ScoreReport.Render(items, open, FrozenDictionary<string, string>.Empty, 5);
        Assert.That(report, Does.StartWith("clusters").And.Not.Contain("causes").And.Not.Contain("open set"));
    }

    [Test]
    public void LabelFile_Lines_TakeWhatTheyNeed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                LabelFile.Parse(
                    """{"id":"e","class":"a","natural_lang":"zh","lang":"java","confusable_with":["b"],"template_id":"t","text":"x"}"""),
                Is.EqualTo(new ErrorLabel("e", "a", "zh", true, "t")));
            Assert.That(LabelFile.Parse("""{"seq":3,"class":"~a","lang":"en","confusable_with":[]}"""),
                Is.EqualTo(new ErrorLabel("3", "~a", "en")));
            Assert.That(LabelFile.Parse("""{"id":"e"}"""), Is.Null);
            Assert.That(LabelFile.Parse("""{"class":"a"}"""), Is.Null);
            Assert.That(LabelFile.Parse("[]"), Is.Null);
            Assert.That(LabelFile.Parse("{"), Is.Null);
        }
    }

    [Test]
    public void Csv_AnyFields_ComeBackAsTheyWere() =>
        Gen.String[Gen.Char["ab,\"\r\n "], 0, 6].Array[1, 4].Array[1, 5].Sample(rows =>
        {
            // A row of one empty field is an empty line, which no format tells from no row.
            var written = rows.Select(r => r.Append("end").ToArray()).ToArray();
            var csv = new System.Text.StringBuilder();
            foreach (var row in written)
            {
                Csv.AppendRow(csv, row);
            }

            Assert.That(Csv.Parse(csv.ToString())!.Value.Select(r => r.ToArray()), Is.EqualTo(written));
        });

    [Test]
    public void Csv_LineEndsAndLastField_AreReadAsWritten()
    {
        Assert.That(Csv.Parse("a,\r\n,b\nc,")!.Value.Select(r => string.Join('|', r)), Is.EqualTo(new[] { "a|", "|b", "c|" }));
        Assert.That(Csv.Parse("a,\"b"), Is.Null);
    }

    [Test]
    public void PipelineOptions_File_IsReadOverTheDefaults()
    {
        var file = FileWith("c.json", """{"Gateway":{"Clustering":{"MeanCap":7}}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(PipelineOptions.Read(file).Options!.Clustering.MeanCap, Is.EqualTo(7));
            Assert.That(PipelineOptions.Read(null).Options!.Clustering.MeanCap, Is.EqualTo(new ClusteringOptions().MeanCap));
            Assert.That(PipelineOptions.Read(FileWith("u.json", """{"Gateway":{"Clustering":{"Mean":7}}}""")).Problem,
                Does.Contain("Mean"));
            Assert.That(PipelineOptions.Read(FileWith("b.json", "{")).Options, Is.Null);
            Assert.That(PipelineOptions.Read(Path.Combine(_folder, "missing.json")).Options, Is.Null);
        }
    }

    [Test]
    public void KindFile_OfTheDevelopmentSet_IsFoundBesideTheLabels()
    {
        var labels = Repository.PathOf("..", "shared", "data", "errors", "dev.jsonl");
        if (!File.Exists(labels))
        {
            Assert.Ignore("needs ../shared/data beside the checkout");
        }

        var (kinds, problem) = KindFile.Read(KindFile.DefaultFor(labels)!);
        var (read, unreadable) = LabelFile.Read(labels);
        Assert.That((problem, unreadable), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(read.Select(l => l.Class).Distinct().Where(c => !kinds.ContainsKey(c)), Is.Empty);
    }
}
