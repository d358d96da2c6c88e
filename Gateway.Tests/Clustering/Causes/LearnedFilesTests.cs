using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Files;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Doubles;
using Microsoft.Extensions.Logging.Testing;

namespace Gateway.Tests.Clustering.Causes;

internal sealed class LearnedFilesTests
{
    private static readonly string[] Names = ["learned.json", "causes.json", "causes.bin", "adapter-bge-small-en-v1.5-int8.bin",
        "adapter-bge-small-zh-v1.5-int8.bin"];

    [Test]
    public void Model_ShippedFiles_AreReadWithoutALine()
    {
        var (learned, log) = Open(Repository.PathOf("models"));
        Assert.That(learned.Model, Is.Not.Null);
        Assert.That(learned.Transforms, Has.Count.EqualTo(2));
        Assert.That(log.Collector.Count, Is.Zero);
    }

    [TestCase("causes.bin")]
    [TestCase("causes.json")]
    [TestCase("learned.json")]
    [TestCase("adapter-bge-small-en-v1.5-int8.bin")]
    public void Model_BrokenFile_IsOffWithOneLineForEachPart(string broken)
    {
        var folder = CopyFiles();
        File.WriteAllText(Path.Combine(folder, broken), "broken");
        var (learned, log) = Open(folder);
        Assert.That(learned.Model, Is.Null);
        Assert.That(learned.Model, Is.Null);
        Assert.That(log.Collector.GetSnapshot().Select(record => record.Message), Has.Some.Contains("not used"));
        Assert.That(log.Collector.Count, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Read_AnyTruncation_IsRefusedAsData()
    {
        var bytes = File.ReadAllBytes(Repository.PathOf("models", "causes.bin"));
        var transforms = Open(Repository.PathOf("models")).Learned.Transforms;
        for (var length = 0; length < bytes.Length; length += bytes.Length / 20)
        {
            Assert.That(() => CauseModelFile.Read(bytes[..length], transforms),
                Throws.InstanceOf<IOException>().Or.InstanceOf<InvalidDataException>());
        }
    }

    [Test]
    public void Adapt_KnownSpace_GivesAUnitVectorInASpaceOfItsOwn()
    {
        var (learned, _) = Open(Repository.PathOf("models"));
        var space = learned.Transforms[0].Space;
        var raw = new EmbeddingVector(space, Enumerable.Repeat(0.05f, learned.Transforms[0].Dimension).ToArray());
        var adapted = new WhiteningAdapter(learned, new FixedOptions().Section<ClusteringOptions>()).Adapt(raw).Grouped;
        Assert.That(adapted.Space, Is.Not.EqualTo(space));
        Assert.That(System.Numerics.Tensors.TensorPrimitives.Norm(adapted.Vector.Span), Is.EqualTo(1).Within(1e-4));
    }

    [Test]
    public void Adapt_OffOrUnknownSpace_LeavesTheVector()
    {
        var (learned, _) = Open(Repository.PathOf("models"));
        var stranger = new EmbeddingVector("other", new float[384]);
        var known = new EmbeddingVector(learned.Transforms[0].Space, new float[learned.Transforms[0].Dimension]);
        var off = new FixedOptions(new GatewayOptions { Clustering = new ClusteringOptions { Adapter = false } });
        Assert.That(new WhiteningAdapter(learned, new FixedOptions().Section<ClusteringOptions>()).Adapt(stranger).Grouped,
            Is.SameAs(stranger));
        Assert.That(
            new WhiteningAdapter(learned, off.Section<ClusteringOptions>()).Adapt(known),
            Has.Property("Grouped").SameAs(known).And.Property("Learned").Not.Null,
            "causes are told apart there all the same");
    }

    private static (LearnedMeaning Learned, FakeLogger<LearnedMeaning> Log) Open(string folder)
    {
        var log = new FakeLogger<LearnedMeaning>();
        var options = new FixedOptions(new GatewayOptions { Clustering = new ClusteringOptions { LearnedPath = folder } });
        return (new LearnedMeaning(options.Section<ClusteringOptions>(), new ContentRoot(Repository.Root), log), log);
    }

    private static string CopyFiles()
    {
        var folder = Directory.CreateTempSubdirectory("learned").FullName;
        foreach (var name in Names)
        {
            File.Copy(Repository.PathOf("models", name), Path.Combine(folder, name));
        }

        return folder;
    }
}
