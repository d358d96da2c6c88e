using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Host.Configuration;

/// <summary>One option of the <c>Gateway</c> section.</summary>
/// <param name="Key">Full key; <c>N</c> stands for the index in a list of sections.</param>
/// <param name="Path">The properties that lead to it; empty for an option inside a list of sections.</param>
internal sealed record OptionKey(string Key, PropertyInfo Property, IReadOnlyList<PropertyInfo> Path)
{
    public bool MayBeNull => new NullabilityInfoContext().Create(Property).WriteState == NullabilityState.Nullable;

    public bool IsReadAtStart =>
        Property.IsDefined(typeof(ReadAtStartAttribute)) || Property.DeclaringType!.IsDefined(typeof(ReadAtStartAttribute));

    /// <summary>Whether it is a list of values.</summary>
    public bool IsList => SettingType.ItemOf(Property.PropertyType) is not null;

    public object? ValueIn(GatewayOptions options) => Path.Aggregate((object?)options, (value, step) => step.GetValue(value));

    /// <summary>Whether it differs. An option inside a list of sections has no value of its own to compare.</summary>
    public bool IsChanged(GatewayOptions before, GatewayOptions after) =>
        Path.Count > 0 && JsonSerializer.Serialize(ValueIn(before)) != JsonSerializer.Serialize(ValueIn(after));

    /// <summary>Takes the default list away, to which the binder would append.</summary>
    public void Empty(GatewayOptions options) => Property.SetValue(
        Path.SkipLast(1).Aggregate((object?)options, (value, step) => step.GetValue(value)),
        Array.CreateInstance(SettingType.ItemOf(Property.PropertyType)!, 0));
}

/// <summary>Every option there is, found by reflection.</summary>
internal static partial class OptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } = [.. Below(GatewayOptions.Section, typeof(GatewayOptions), [])];

    private static readonly Dictionary<string, OptionKey> ByKey = All.ToDictionary(o => o.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The option that has this key, null when there is none.</summary>
    public static OptionKey? Find(string key) => ByKey.GetValueOrDefault(WithoutIndexes(key));

    /// <summary>The key with <c>N</c> for each index.</summary>
    public static string WithoutIndexes(string key) => Index().Replace(key, ":N");

    private static IEnumerable<OptionKey> Below(string prefix, Type type, IReadOnlyList<PropertyInfo>? path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{prefix}:{property.Name}";
            IReadOnlyList<PropertyInfo>? here = path is null ? null : [.. path, property];
            var item = SettingType.ItemOf(property.PropertyType);
            var below = SettingType.IsValue(item ?? property.PropertyType) ? [new(key, property, here ?? [])]
                : item is null ? Below(key, property.PropertyType, here)
                : Below($"{key}:N", item, null);
            foreach (var option in below)
            {
                yield return option;
            }
        }
    }

    [GeneratedRegex(@":\d+(?=:|$)")]
    private static partial Regex Index();
}
