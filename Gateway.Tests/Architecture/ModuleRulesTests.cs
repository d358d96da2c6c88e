using ArchUnitNET.Loader;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Architecture;

/// <summary>One set of rules per folder of <c>Gateway.Modules</c>, so that a new module is held to them without anybody's help.</summary>
public sealed class ModuleRulesTests
{
    private const string Violations = "Gateway.Tests.Architecture.Violations";

    private static readonly ArchUnitNET.Domain.Architecture Product =
        new ArchLoader().LoadAssemblies(typeof(GatewayOptions).Assembly).Build();

    private static readonly ArchUnitNET.Domain.Architecture Broken =
        new ArchLoader().LoadAssemblies(typeof(ModuleRulesTests).Assembly).Build();

    private static readonly ModuleRules BrokenRules = new(Violations, ["Alpha", "Beta"]);

    private static string[] Folders() =>
        [.. Directory.GetDirectories(Repository.PathOf("Gateway.Modules"))
            .Select(d => Path.GetFileName(d)!)
            .Where(d => d is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Modules() => Folders().Where(m => m is not ("Contracts" or "Shared"));

    private static ModuleRules ProductRules { get; } = new("Gateway.Modules", Folders());

    [TestCaseSource(nameof(Folders))]
    public void Module_OtherModules_AreSeenThroughContractsOnly(string module) =>
        Assert.That(
            ProductRules.SeesNoOtherModule(module).Evaluate(Product).Where(r => !r.Passed).Select(r => r.Description),
            Is.Empty);

    [TestCase("Extraction", "Masking")]
    [TestCase("Masking", "Extraction")]
    [TestCase("Text", "Extraction|Masking")]
    public void ErrorText_Rooms_AreHeldApart(string room, string others) => Assert.That(
        ProductRules.RoomSeesNot("ErrorText", room, others.Split('|')).Evaluate(Product).Where(r => !r.Passed).Select(r => r.Description),
        Is.Empty);

    [Test]
    public void RoomRule_OnARoomThatLooksElsewhere_Fails() =>
        Assert.That(ProductRules.RoomSeesNot("ErrorText", "Extraction", "Text").HasNoViolations(Product), Is.False);

    [TestCaseSource(nameof(Modules))]
    public void Module_PublicTypes_AreItsRegistration(string module) =>
        Assert.That(ProductRules.PublicTypes(Product, module), Is.Empty);

    [TestCaseSource(nameof(Modules))]
    public void Module_Classes_AreSealed(string module) =>
        Assert.That(ProductRules.OpenClasses(Product, module), Is.Empty);

    [TestCaseSource(nameof(Folders))]
    public void Module_Namespace_HasTypes(string module) =>
        Assert.That(
            Product.Types.Any(t => $"{t.Namespace.FullName}.".StartsWith($"Gateway.Modules.{module}.", StringComparison.Ordinal)),
            Is.True,
            "a folder whose namespace is empty escapes every rule");

    [Test]
    public void Rules_OnCodeThatBreaksThem_Fail()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(BrokenRules.SeesNoOtherModule("Alpha").HasNoViolations(Broken), Is.False);
            Assert.That(BrokenRules.SeesNoOtherModule("Beta").HasNoViolations(Broken), Is.True);
            Assert.That(BrokenRules.PublicTypes(Broken, "Alpha"), Is.Not.Empty);
            Assert.That(BrokenRules.OpenClasses(Broken, "Alpha"), Is.Not.Empty);
            Assert.That(BrokenRules.PublicTypes(Broken, "Beta"), Is.Empty);
            Assert.That(BrokenRules.OpenClasses(Broken, "Beta"), Is.Empty);
        }
    }
}
