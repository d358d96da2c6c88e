using Gateway.Modules.Sampling;

namespace Gateway.Tests.Sampling;

/// <summary>
/// The work of masking grows with the text and no faster, whoever wrote it. It is measured by what the forms are offered, since time depends on the machine.
/// </summary>
internal sealed class MaskingWorkTests
{
    private const int Shapes = 1000;
    private const int Short = 4096;
    private const int Long = 4 * Short;

    [Test]
    public void Mask_ThousandHostileShapes_WorkIsLinear()
    {
        Assert.Multiple(() =>
        {
            for (var seed = 0; seed < Shapes; seed++)
            {
                Masker.Mask(HostileShapes.Of(seed, Short), out var few);
                Masker.Mask(HostileShapes.Of(seed, Long), out var many);
                Assert.That(many, Is.LessThanOrEqualTo((5 * few) + Short), HostileShapes.Of(seed, 40));
                Assert.That(many, Is.LessThanOrEqualTo(Long * (long)LongRuns.Longest), HostileShapes.Of(seed, 40));
            }
        });
    }

    [Test]
    public void Mask_LongRunOfPieces_IsOneValue() =>
        Assert.That(Masker.Mask(string.Concat(Enumerable.Repeat("a.", 2000)) + "17 failed"), Is.EqualTo("{token} failed"));

    [Test]
    public void Mask_LongPathOrUrl_IsStillOne()
    {
        var path = "/" + string.Concat(Enumerable.Repeat("folder/", 100));
        Assert.That(Masker.Mask($"cannot read {path}x, {"https://a.example.com" + path}"), Is.EqualTo("cannot read {path}, {url}"));
    }
}
