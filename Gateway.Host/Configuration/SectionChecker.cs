using System.Globalization;
using System.Reflection;

namespace Gateway.Host.Configuration;

/// <summary>
/// Compares a section with the type it is bound to, and names each key that is none, stands for the wrong thing or has a value that is no
/// good. The stock binder stops at the first such key or passes over it.
/// </summary>
/// <param name="known">What a good key is, as in "is not an option".</param>
/// <param name="keyless">Properties that are no keys, as "Type.Property".</param>
internal sealed class SectionChecker(MistakeList mistakes, string known, params string[] keyless)
{
    public void Check(IConfigurationSection section, Type type, bool mayBeNothing = false)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsDefined(typeof(FlagsAttribute)) && section.GetChildren().Any())
        {
            CheckItems(section, plain, isList: true);
        }
        else if (SettingType.IsValue(plain))
        {
            CheckValue(section, plain, mayBeNothing || plain != type);
        }
        else if (SettingType.ItemOf(plain) is { } item)
        {
            CheckItems(section, item, isList: plain.GetGenericArguments().Length == 1);
        }
        else
        {
            CheckKeys(section, plain);
        }
    }

    private void CheckValue(IConfigurationSection section, Type type, bool mayBeNothing)
    {
        if (section.GetChildren().Any())
        {
            mistakes.Add(section.Path, "must be a single value, not a section or list");
        }
        // Environment variables cannot be null, only empty.
        else if (!(mayBeNothing && string.IsNullOrEmpty(section.Value)) && SettingType.RuleBrokenBy(section.Value, type) is { } rule)
        {
            mistakes.Add(section.Path, rule, section.Value);
        }
    }

    private void CheckItems(IConfigurationSection section, Type item, bool isList)
    {
        RefuseValue(section, isList ? "must be a list" : "must be a section with a key per item");
        foreach (var child in section.GetChildren())
        {
            if (isList && !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                mistakes.Add(child.Path, $"is not {known}: its parent is a list");
            }
            else
            {
                Check(child, item);
            }
        }
    }

    private void CheckKeys(IConfigurationSection section, Type type)
    {
        RefuseValue(section, "must be a section with keys of its own");
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => !keyless.Contains($"{type.Name}.{p.Name}"))
            .ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (properties.TryGetValue(child.Key, out var property))
            {
                var mayBeNull = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
                Check(child, property.PropertyType, mayBeNull);
            }
            else
            {
                mistakes.Add(child.Path, $"is not {known}{UnknownKey.Suggest(section.Path, child.Key, properties.Keys)}");
            }
        }
    }

    private void RefuseValue(IConfigurationSection section, string rule)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            mistakes.Add(section.Path, rule, section.Value);
        }
    }
}
