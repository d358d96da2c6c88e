using System.Text;
using Gateway.Modules.Proxy.Forwarding.Bodies;

namespace Gateway.Tests.Proxy.Forwarding.Bodies;

public sealed class RecordedBodyTests
{
    [TestCase(0)]
    [TestCase(3)]
    [TestCase(10)]
    public async Task Again_SomeWasRead_BringsAllOfIt(int read)
    {
        var body = BodyOf("0123456789", most: 10);
        await ReadAsync(body, read);
        Assert.That(body.TryKeep(), Is.True);
        Assert.That(await RestOfAsync(body.Again()), Is.EqualTo("0123456789"));
    }

    [Test]
    public async Task Again_Twice_BringsAllOfItEachTime()
    {
        var body = BodyOf("0123456789", most: 10);
        await ReadAsync(body, 4);
        var second = body.Again();
        await ReadAsync(second, 7);
        Assert.That(second.TryKeep(), Is.True);
        Assert.That(await RestOfAsync(second.Again()), Is.EqualTo("0123456789"));
    }

    [Test]
    public async Task TryKeep_MoreWasReadThanIsRemembered_IsFalse()
    {
        var body = BodyOf("0123456789", most: 9);
        await ReadAsync(body, 9);
        Assert.That(body.TryKeep(), Is.True);
        body.LetGo();
        await ReadAsync(body, 1);
        Assert.That(body.TryKeep(), Is.False);
    }

    [Test]
    public async Task TryKeep_SenderReadsOnBeforeItStops_NothingIsLost()
    {
        var body = BodyOf("0123456789", most: 4);
        await ReadAsync(body, 4);
        Assert.That(body.TryKeep(), Is.True);
        await ReadAsync(body, 3);
        Assert.That(await RestOfAsync(body.Again()), Is.EqualTo("0123456789"));
    }

    private static RecordedBody BodyOf(string text, int most) => new(new MemoryStream(Encoding.ASCII.GetBytes(text)), most);

    private static async Task ReadAsync(Stream body, int count) => await body.ReadExactlyAsync(new byte[count]);

    private static async Task<string> RestOfAsync(Stream body)
    {
        using var reader = new StreamReader(body, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
