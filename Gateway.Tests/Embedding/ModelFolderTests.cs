using Gateway.Modules.Embedding;


namespace Gateway.Tests.Embedding;

public sealed class ModelFolderTests
{
    private static readonly ModelSettings Settings = new(null, 128, 1);
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("gateway-model-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Open_ModelOfAnotherMake_NeedsNoCode()
    {
        TinyModel.WriteTo(_folder);
        using var model = ModelFolder.Open(_folder, Settings, out var problem);
        Assert.That(problem, Is.Null);
        var vector = model!.Embed("Up down down").Vector.ToArray();
        var expected = new[] { 3f, 8f }.Select(part => part / MathF.Sqrt(73));
        Assert.Multiple(() =>
        {
            Assert.That(model.Id, Is.EqualTo("tiny"));
            Assert.That(vector, Is.EqualTo(expected).Within(1e-5));
        });
    }

    [Test]
    public void Open_PoolingOverridden_FollowsTheSetting()
    {
        using var model = ModelFolder.Open(ModelFiles.BgeSmallEn, Settings, out _);
        using var mean = ModelFolder.Open(ModelFiles.BgeSmallEn, Settings with { Pooling = PoolingMethod.Mean }, out _);
        Assert.That(mean!.Embed("connection lost").Vector.ToArray(),
            Is.Not.EqualTo(model!.Embed("connection lost").Vector.ToArray()).Within(1e-3));
    }

    [Test]
    public void Open_NetworkThatGivesNoVector_IsAProblem()
    {
        // The first token's row is all zeros, so there is no direction to take.
        TinyModel.WriteTo(_folder, "cls");
        Assert.That(ModelFolder.Open(_folder, Settings, out var problem), Is.Null);
        Assert.That(problem, Does.Contain("must be a BERT-style ONNX model"));
    }

    [TestCase("model.onnx")]
    [TestCase("vocab.txt")]
    public void Open_OneByteFlipped_NamesFileAndRule(string name)
    {
        ModelFiles.CopyTo(_folder);
        Flip(Path.Combine(_folder, name));
        Assert.That(ModelFolder.Open(_folder, Settings, out var problem), Is.Null);
        Assert.That(problem, Does.StartWith(Path.Combine(_folder, name)).And.Contains("SHA-256").And.Not.Contains("\n"));
    }

    [TestCase("model.onnx")]
    [TestCase("vocab.txt")]
    [TestCase("manifest.json")]
    public void Open_FileMissing_NamesIt(string name)
    {
        ModelFiles.CopyTo(_folder);
        File.Delete(Path.Combine(_folder, name));
        Assert.That(ModelFolder.Open(_folder, Settings, out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo($"{Path.Combine(_folder, name)}: must be a readable file"));
    }

    [TestCase("{", "valid JSON")]
    [TestCase("null", "JSON object")]
    [TestCase("{}", "input_ids")]
    [TestCase("""{"id":"x","inputs":null}""", "input_ids")]
    [TestCase("""{"id":"x","inputs":["input_ids","pixels"],"dimensions":2}""", "pixels")]
    [TestCase("""{"id":"x","inputs":["input_ids"],"dimensions":2,"pooling":"max"}""", "pooling")]
    [TestCase("""{"id":"x","inputs":["input_ids"]}""", "dimensions")]
    [TestCase("""{"id":"x","inputs":["input_ids"],"dimensions":2,"tokenizer":null}""", "tokenizer")]
    [TestCase("""{"id":"x","inputs":["input_ids"],"dimensions":2,"files":null}""", "model.onnx")]
    [TestCase("""{"id":"x","inputs":["input_ids"],"dimensions":2,"files":{"model.onnx":{"sha256":"00"}}}""", "model.onnx")]
    public void Open_ManifestBroken_NamesTheRule(string manifest, string rule)
    {
        ModelFiles.CopyTo(_folder);
        File.WriteAllText(Path.Combine(_folder, "manifest.json"), manifest);
        Assert.That(ModelFolder.Open(_folder, Settings, out var problem), Is.Null);
        Assert.That(problem, Does.StartWith(Path.Combine(_folder, "manifest.json")).And.Contains(rule));
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
