using System.Reflection;

namespace Gateway.Host.Configuration;

/// <summary>
/// Which keys a foreign section may have, at any depth. Its reader passes over keys that it does not know, so that a misspelt setting
/// would silently be none.
/// </summary>
internal sealed class KeyShape
{
    /// <summary>A value.</summary>
    public static readonly KeyShape Value = new();

    /// <summary>Whatever stands there: names of the user's own, or what its reader judges itself.</summary>
    public static readonly KeyShape Anything = new();

    private readonly Dictionary<string, KeyShape> _keys = new(StringComparer.OrdinalIgnoreCase);
    private KeyShape? _each;

    private KeyShape()
    {
    }

    public static KeyShape Section(params (string Key, KeyShape Shape)[] keys)
    {
        var shape = new KeyShape();
        foreach (var (key, below) in keys)
        {
            shape._keys.Add(key, below);
        }

        return shape;
    }

    /// <summary>A section with an item of that shape for each key or index.</summary>
    public static KeyShape EachOf(KeyShape item) => new() { _each = item };

    /// <summary>The keys are the properties of a configuration record.</summary>
    /// <param name="without">A property that is no key, the item's id.</param>
    /// <param name="free">A property whose keys its reader judges.</param>
    public static KeyShape Of(Type type, string? without = null, string? free = null)
    {
        var shape = new KeyShape();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.Name != without))
        {
            shape._keys.Add(property.Name, property.Name == free ? Anything : OfProperty(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
        }

        return shape;
    }

    /// <summary>Adds a mistake for each key below the section that has no meaning there.</summary>
    /// <param name="owner">Whose keys they are.</param>
    public void Check(IConfigurationSection section, string owner, MistakeList mistakes)
    {
        if (this == Anything)
        {
            return;
        }

        if (this == Value)
        {
            if (section.GetChildren().Any())
            {
                mistakes.Add(section.Path, "must be a value, not a section");
            }

            return;
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            mistakes.Add(section.Path, "must be a section", section.Value);
        }

        foreach (var child in section.GetChildren())
        {
            CheckChild(child, section.Path, owner, mistakes);
        }
    }

    private void CheckChild(IConfigurationSection child, string parent, string owner, MistakeList mistakes)
    {
        if (_each is not null)
        {
            _each.Check(child, owner, mistakes);
        }
        else if (_keys.TryGetValue(child.Key, out var below))
        {
            below.Check(child, owner, mistakes);
        }
        else
        {
            var near = UnknownKey.Nearest(child.Key, _keys.Keys);
            mistakes.Add(child.Path, $"is not a key of {owner}" + (near is null ? "" : $"; did you mean {parent}:{near}?"));
        }
    }

    private static KeyShape OfProperty(Type type)
    {
        if (type.IsGenericType && type.GetGenericArguments() is [.., var item])
        {
            return type.GetGenericTypeDefinition() != typeof(IReadOnlyDictionary<,>) ? EachOf(OfProperty(item))
                : item == typeof(string) ? Anything
                : EachOf(OfProperty(item));
        }

        // A set of flags is written as a list of names.
        return type.IsDefined(typeof(FlagsAttribute)) ? Anything
            : type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true || type.IsEnum ? Value
            : Of(type);
    }
}
