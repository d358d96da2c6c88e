using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Host.Configuration;

/// <summary>Reads <c>Kestrel:Limits</c> into Kestrel's limits, which its own loader leaves to code.</summary>
internal static class KestrelLimits
{
    public const string Section = "Kestrel:Limits";

    /// <summary>Sets what the section names, and adds a mistake for each key that is none or has no good value.</summary>
    public static void Apply(IConfiguration root, KestrelServerLimits limits, MistakeList mistakes)
    {
        var section = root.GetSection(Section);
        if (!string.IsNullOrEmpty(section.Value))
        {
            mistakes.Add(Section, "must be a section", section.Value);
        }

        ApplyBelow(section, limits, mistakes);
    }

    private static void ApplyBelow(IConfigurationSection section, object limits, MistakeList mistakes)
    {
        var properties = limits.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var near = UnknownKey.Nearest(child.Key, properties.Select(p => p.Name));
                mistakes.Add(child.Path, "is not a limit of Kestrel" + (near is null ? "" : $"; did you mean {section.Path}:{near}?"));
            }
            else if (!property.CanWrite)
            {
                ApplyBelow(child, property.GetValue(limits)!, mistakes);
            }
            else
            {
                Set(child, property, limits, mistakes);
            }
        }
    }

    private static void Set(IConfigurationSection child, PropertyInfo property, object limits, MistakeList mistakes)
    {
        try
        {
            property.SetValue(limits, property.PropertyType == typeof(MinDataRate) ? RateOf(child) : ValueOf(child, property.PropertyType));
        }
        catch (Exception e) when (e is TargetInvocationException or ArgumentException or FormatException or NotSupportedException)
        {
            mistakes.Add(child.Path, (e.InnerException ?? e).Message.ReplaceLineEndings(" "), child.Value);
        }
    }

    private static MinDataRate? RateOf(IConfigurationSection section)
    {
        if (!section.GetChildren().Any())
        {
            return string.IsNullOrEmpty(section.Value) ? null : throw new FormatException("must be a section with BytesPerSecond and GracePeriod");
        }

        var shape = KeyShape.Section(("BytesPerSecond", KeyShape.Value), ("GracePeriod", KeyShape.Value));
        var unknown = new MistakeList();
        shape.Check(section, "a rate", unknown);
        if (unknown.FirstOrDefault() is { } mistake)
        {
            throw new FormatException($"must have BytesPerSecond and GracePeriod only: {mistake}");
        }

        return new MinDataRate((double)Required(section, "BytesPerSecond", typeof(double)), (TimeSpan)Required(section, "GracePeriod", typeof(TimeSpan)));
    }

    private static object Required(IConfigurationSection section, string key, Type type) =>
        ValueOf(section.GetSection(key), type) ?? throw new FormatException($"must have a {key}");

    private static object? ValueOf(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
        {
            throw new FormatException("must be a value, not a section");
        }

        if (string.IsNullOrEmpty(section.Value))
        {
            return null;
        }

        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(long))
        {
            return TypeDescriptor.GetConverter(target).ConvertFromString(null, CultureInfo.InvariantCulture, section.Value);
        }

        return OptionText.TryRead(target, section.Value, out var value, out var rule) ? value : throw new FormatException(rule);
    }
}
