using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Files;
using Gateway.Training.Items;
using Gateway.Training.Learning;


namespace Gateway.Tests.Training;

internal sealed class TrainingTests
{
    private static readonly string[] Causes = ["apple", "pear", "plum", "quince"];

    [Test]
    public void Minimise_Quadratic_FindsItsLowestPoint()
    {
        float[] point = [5, -3];
        Lbfgs.Minimise(point, (at, gradient) =>
        {
            (gradient[0], gradient[1]) = (2 * (at[0] - 1), 20 * (at[1] - 2));
            return ((at[0] - 1) * (at[0] - 1)) + (10 * (at[1] - 2) * (at[1] - 2));
        }, 50, 1e-9);
        Assert.That(point, Is.EqualTo(new[] { 1f, 2f }).Within(0.01));
    }

    [Test]
    public void Train_SeparableWordings_NamesThemRightly()
    {
        var model = Train();
        foreach (var item in Items(seed: 2))
        {
            Assert.That(Judged.By(model, item, false).IsRight, item.Masked);
        }
    }

    [Test]
    public void Train_Twice_WritesTheSameBytes()
    {
        var first = CauseModelFile.Write(Train());
        var second = CauseModelFile.Write(Train());
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Read_WrittenModel_JudgesAlike()
    {
        var model = Train();
        var again = CauseModelFile.Read(CauseModelFile.Write(model),
            [.. model.Spaces.Select(space => AdapterFile.Read(AdapterFile.Write(space.Transform)))]);
        foreach (var item in Items(seed: 2))
        {
            var before = Judged.By(model, item, false).Opinion;
            var after = Judged.By(again, item, false).Opinion;
            Assert.That(after.Top, Is.EqualTo(before.Top));
            Assert.That(after.Joint[after.Top], Is.EqualTo(before.Joint[before.Top]).Within(0.02));
            Assert.That(after.Signals.Values[^8..], Is.EqualTo(before.Signals.Values[^8..]).Within(0.02), "status, reach and explanation");
        }
    }

    [Test]
    public void Train_HeldOutItems_HaveCalibratedConfidence()
    {
        var model = Train();
        var judged = Items(seed: 3).ConvertAll(item => Judged.By(model, item, false));
        Assert.That(judged.Average(item => model.Sure.Probability(item.Opinion.Signals.Values)), Is.GreaterThan(0.9),
            "all are named rightly, and it knows");
    }

    private static CauseModel Train() =>
        new CauseTrainer(Causes, ["en:1", "zh:1"], new TrainerSettings { Iterations = 20 })
            .Train(Items(seed: 1), new Dictionary<string, double>(), _ => { });

    /// <summary>Each cause has a word and a direction of its own, and noise beside them.</summary>
    private static List<TrainingItem> Items(int seed)
    {
        var random = new Random(seed);
        var items = new List<TrainingItem>();
        for (var i = 0; i < 160; i++)
        {
            var cause = i % Causes.Length;
            var isChinese = i % 8 >= 4;
            var vector = new float[8];
            for (var d = 0; d < vector.Length; d++)
            {
                vector[d] = (d == cause ? 1 : 0) + (0.1f * random.NextSingle());
            }

            var text = $"the {Causes[cause]} went {(random.Next(2) == 0 ? "bad" : "away")} in box {(char)('a' + random.Next(4))}";
            items.Add(new TrainingItem(
                $"t{i}", text, new ErrorWordingText(text, text, text, ""), new EmbeddingVector(isChinese ? "zh:1" : "en:1", vector),
                Causes[cause], cause, 500, false, random.Next(1000)));
        }

        return items;
    }
}
