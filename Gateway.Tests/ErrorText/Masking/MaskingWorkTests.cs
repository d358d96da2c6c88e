using Gateway.Modules.ErrorText.Masking;


namespace Gateway.Tests.ErrorText.Masking;

/// <summary>
/// The work of masking grows with the text and no faster, whoever wrote it. It is measured by what the forms are offered, since time
/// depends on the machine.
/// </summary>
internal sealed class MaskingWorkTests
{
    private const int Shapes = 1000;
    private const int Short = 4096;
    private const int Long = 4 * Short;

    /// <summary>
    /// What a text twice as long may add to the work, as a multiple of what the half of it added: two where it is linear, four where it is
    /// quadratic.
    /// </summary>
    private const double MostGrowth = 2.5;

    [Test]
    public void Mask_ThousandHostileShapes_WorkIsLinear()
    {
        Assert.Multiple(() =>
        {
            for (var seed = 0; seed < Shapes; seed++)
            {
                ErrorTexts.Masker.Mask(HostileShapes.Of(seed, Short), null, out var few);
                ErrorTexts.Masker.Mask(HostileShapes.Of(seed, 2 * Short), null, out var more);
                ErrorTexts.Masker.Mask(HostileShapes.Of(seed, Long), null, out var many);
                // A statement at the beginning is taken whole, so that the beginning may cost less than the rest.
                Assert.That(many - more, Is.LessThanOrEqualTo((MostGrowth * (more - few)) + Short), HostileShapes.Of(seed, 40));
                Assert.That(few, Is.LessThanOrEqualTo(Short * (long)LongRuns.MostWords), HostileShapes.Of(seed, 40));
            }
        });
    }

    [Test]
    public void Mask_LongRunOfPieces_IsOneValue() =>
        Assert.That(ErrorTexts.Masker.Mask(string.Concat(Enumerable.Repeat("a.", 2000)) + "17 failed"), Is.EqualTo("{token} failed"));

    [TestCase("1:")]
    [TestCase("京A")]
    [TestCase("a? ")]
    [TestCase("令牌：aé")]
    public void Mask_MoreWordsThanTextsHave_RestIsOneValue(string piece)
    {
        var masked = ErrorTexts.Masker.Mask(string.Concat(Enumerable.Repeat(piece, 4000)), null, out var offered);
        Assert.That(offered, Is.LessThanOrEqualTo(LongRuns.MostWordsOfText * (long)LongRuns.Longest));
        Assert.That(masked, Does.EndWith(Placeholders.Token));
    }

    [Test]
    public void Mask_LongPathOrUrl_IsStillOne()
    {
        var path = "/" + string.Concat(Enumerable.Repeat("folder/", 100));
        Assert.That(ErrorTexts.Masker.Mask($"cannot read {path}x, {"https://a.example.com" + path}"),
            Is.EqualTo("cannot read {path}, {url}"));
    }
}
