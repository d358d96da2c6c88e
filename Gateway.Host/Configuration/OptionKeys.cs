using System.Reflection;

namespace Gateway.Host.Configuration;

/// <summary>One option of the <c>Gateway</c> section.</summary>
/// <param name="Key">Full key; <c>N</c> stands for the index in a list of sections.</param>
/// <param name="Path">The properties that lead to it from <see cref="GatewayOptions"/>; empty for an option inside a list of sections.</param>
internal sealed record OptionKey(string Key, PropertyInfo Property, IReadOnlyList<PropertyInfo> Path)
{
    public object? ValueIn(GatewayOptions options) => Path.Aggregate((object?)options, (value, step) => step.GetValue(value));
}

/// <summary>Every option there is, found by reflection.</summary>
internal static class OptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } = [.. Below(GatewayOptions.Section, typeof(GatewayOptions), [])];

    /// <summary>Whether a property of this type is a section of its own.</summary>
    public static bool IsSection(Type type) => type.IsClass && type != typeof(string) && type.Namespace == typeof(GatewayOptions).Namespace;

    /// <summary>The element type of a list, null for any other type.</summary>
    public static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static IEnumerable<OptionKey> Below(string prefix, Type type, IReadOnlyList<PropertyInfo> path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{prefix}:{property.Name}";
            if (IsSection(property.PropertyType))
            {
                foreach (var option in Below(key, property.PropertyType, [.. path, property]))
                {
                    yield return option;
                }
            }
            else if (ElementOf(property.PropertyType) is { } element && IsSection(element))
            {
                foreach (var inner in element.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    yield return new($"{key}:N:{inner.Name}", inner, []);
                }
            }
            else
            {
                yield return new(key, property, [.. path, property]);
            }
        }
    }
}
