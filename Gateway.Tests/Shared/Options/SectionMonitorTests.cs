using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Shared.Options;

public sealed class SectionMonitorTests
{
    [Test]
    public void OnChange_AnotherSectionChanged_TellsNobody()
    {
        var (options, sampler, told) = Listen();
        options.Set(new GatewayOptions
        {
            Admin = new AdminOptions { Port = 1 },
            Sampler = new SamplerOptions { ErrorStatuses = ["5xx", "408", "429"] },
        });
        Assert.That(told, Is.Empty, "the list is another one of the same items");
        Assert.That(sampler.CurrentValue.SamplingRate, Is.EqualTo(0.1));
    }

    [Test]
    public void OnChange_ItemOfAListChanged_TellsTheNewSection()
    {
        var (options, sampler, told) = Listen();
        options.Set(new GatewayOptions { Sampler = new SamplerOptions { ErrorStatuses = ["5xx"] } });
        Assert.That(told, Is.EqualTo([options.CurrentValue.Sampler]));
        Assert.That(sampler.CurrentValue, Is.SameAs(options.CurrentValue.Sampler));
    }

    [Test]
    public void OnChange_ListenerGone_IsNotTold()
    {
        var options = new FixedOptions();
        var told = new List<SamplerOptions>();
        var sampler = options.Section<SamplerOptions>();
        sampler.OnChange((section, _) => told.Add(section))!.Dispose();
        options.Set(new GatewayOptions { Sampler = new SamplerOptions { SamplingRate = 1 } });
        Assert.That(told, Is.Empty);
        Assert.That(sampler.CurrentValue.SamplingRate, Is.EqualTo(1));
    }

    [Test]
    public void AddFixedOptions_EverySection_HasItsMonitor()
    {
        var options = new GatewayOptions();
        using var services = new ServiceCollection().AddFixedOptions(options).BuildServiceProvider();
        foreach (var section in typeof(GatewayOptions).GetProperties())
        {
            var monitor = services.GetRequiredService(typeof(IOptionsMonitor<>).MakeGenericType(section.PropertyType));
            var shown = monitor.GetType().GetProperty(nameof(IOptionsMonitor<object>.CurrentValue))!.GetValue(monitor);
            Assert.That(shown, Is.SameAs(section.GetValue(options)), section.Name);
        }
    }

    private static (FixedOptions Options, IOptionsMonitor<SamplerOptions> Sampler, List<SamplerOptions> Told) Listen()
    {
        var options = new FixedOptions();
        var sampler = options.Section<SamplerOptions>();
        var told = new List<SamplerOptions>();
        sampler.OnChange((section, _) => told.Add(section));
        return (options, sampler, told);
    }
}
