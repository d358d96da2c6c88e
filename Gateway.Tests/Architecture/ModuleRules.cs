using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Gateway.Tests.Architecture;

/// <summary>The rules between modules, for any root namespace, so that they can be tried on code that breaks them.</summary>
internal sealed class ModuleRules(string root, IReadOnlyList<string> modules)
{
    /// <summary>
    /// Modules see each other only through Contracts, and stand on Shared, what several of them need done. Contracts sees none of them,
    /// Shared only Contracts.
    /// </summary>
    public IArchRule SeesNoOtherModule(string module)
    {
        var others = string.Join('|', modules.Where(m => m != module && m != "Contracts" && (m != "Shared" || module == "Contracts")));
        return Types().That().ResideInNamespaceMatching($@"^{root}\.{module}(\..+)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^{root}\.({others})(\..+)?$"))
            .Because("modules see each other only through Contracts");
    }

    /// <summary>A room of a module that knows nothing of some other rooms beside it.</summary>
    public IArchRule RoomSeesNot(string module, string room, params string[] others) =>
        Types().That().ResideInNamespaceMatching($@"^{root}\.{module}\.{room}(\..+)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^{root}\.{module}\.({string.Join('|', others)})(\..+)?$"))
            .Because("rooms of a module have one direction");

    /// <summary>What outsiders may touch of a module is its registration.</summary>
    public IEnumerable<string> PublicTypes(ArchUnitNET.Domain.Architecture architecture, string module) =>
        TypesOf(architecture, module)
            .Where(t => t.Visibility == Visibility.Public && t.Name != $"{module}Registration")
            .Select(t => t.FullName);

    /// <summary>Classes nobody derives from on purpose are sealed.</summary>
    public IEnumerable<string> OpenClasses(ArchUnitNET.Domain.Architecture architecture, string module) =>
        TypesOf(architecture, module)
            .OfType<Class>()
            .Where(c => c.IsSealed == false && c.IsAbstract == false && !c.Name.StartsWith('<') && !c.IsCompilerGenerated)
            .Select(c => c.FullName);

    private IEnumerable<IType> TypesOf(ArchUnitNET.Domain.Architecture architecture, string module) =>
        architecture.Types.Where(t => t.Namespace.FullName == $"{root}.{module}"
            || t.Namespace.FullName.StartsWith($"{root}.{module}.", StringComparison.Ordinal));
}
