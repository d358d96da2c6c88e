using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Gateway.Host.Configuration;

/// <summary>
/// Reads the <c>Gateway</c> section into <see cref="GatewayOptions"/> and collects all mistakes at once: unknown keys, values of the
/// wrong type, values out of range. The stock binder stops at the first, ignores unknown keys and appends to default lists.
/// A value that cannot be read leaves the default in place, so that the rest can still be checked.
/// </summary>
internal sealed class OptionsReader(MistakeList mistakes)
{
    public GatewayOptions Read(IConfiguration configuration) =>
        (GatewayOptions)ReadRecord(configuration.GetSection(GatewayOptions.Section), typeof(GatewayOptions));

    private object ReadRecord(IConfigurationSection section, Type type)
    {
        var record = Activator.CreateInstance(type)!;
        var children = section.GetChildren().ToList();
        if (children.Count == 0 && !string.IsNullOrEmpty(section.Value))
        {
            mistakes.Add(section.Path, "must be a section with keys of its own", section.Value);
        }

        foreach (var child in children)
        {
            var property = type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is null)
            {
                mistakes.Add(child.Path, "is not an option" + UnknownKey.Suggest(section.Path, child.Key));
            }
            else if (TryReadValue(child, property, out var value) && IsAllowed(child, property, value))
            {
                property.SetValue(record, value);
            }
        }

        return record;
    }

    private bool TryReadValue(IConfigurationSection section, PropertyInfo property, out object? value)
    {
        var type = property.PropertyType;
        if (OptionKeys.IsSection(type))
        {
            value = ReadRecord(section, type);
            return true;
        }

        return OptionKeys.ElementOf(type) is { } element
            ? TryReadList(section, element, out value)
            : TryReadScalar(section, type, new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable, out value);
    }

    private bool TryReadScalar(IConfigurationSection section, Type type, bool nullable, out object? value)
    {
        value = null;
        if (section.GetChildren().Any())
        {
            mistakes.Add(section.Path, "must be a single value, not a section or list");
            return false;
        }

        // Environment variables cannot be null, only empty.
        if (nullable && string.IsNullOrEmpty(section.Value))
        {
            return true;
        }

        if (OptionText.TryRead(type, section.Value ?? "", out value, out var rule) && section.Value is not null)
        {
            return true;
        }

        mistakes.Add(section.Path, rule, section.Value);
        return false;
    }

    // An environment variable can hold a list only as one text; it then replaces the file's items.
    private bool TryReadList(IConfigurationSection section, Type element, out object? value)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        value = list;
        var good = true;
        if (!string.IsNullOrWhiteSpace(section.Value) && !OptionKeys.IsSection(element))
        {
            foreach (var item in section.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                good &= TryAdd(list, element, section.Path, item);
            }

            return good;
        }

        foreach (var child in section.GetChildren())
        {
            good &= int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? TryAddChild(list, element, child)
                : Refuse(child);
        }

        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            mistakes.Add(section.Path, "must be a list of sections", section.Value);
            return false;
        }

        return good;
    }

    private bool TryAddChild(IList list, Type element, IConfigurationSection child)
    {
        if (OptionKeys.IsSection(element))
        {
            list.Add(ReadRecord(child, element));
            return true;
        }

        if (child.Value is { } text && !child.GetChildren().Any())
        {
            return TryAdd(list, element, child.Path, text);
        }

        mistakes.Add(child.Path, "must be a single value");
        return false;
    }

    private bool TryAdd(IList list, Type element, string path, string text)
    {
        if (OptionText.TryRead(element, text, out var item, out var rule))
        {
            list.Add(item);
            return true;
        }

        mistakes.Add(path, rule, text);
        return false;
    }

    private bool Refuse(IConfigurationSection child)
    {
        mistakes.Add(child.Path, "is not an option: its parent is a list");
        return false;
    }

    private bool IsAllowed(IConfigurationSection section, PropertyInfo property, object? value)
    {
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (!rule.IsValid(value))
            {
                mistakes.Add(section.Path, RuleOf(rule), section.Value);
                return false;
            }
        }

        return true;
    }

    private static string RuleOf(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"must be between {Brief(range.Minimum)} and {Brief(range.Maximum)}"),
        RequiredAttribute => "must not be empty",
        _ => rule.FormatErrorMessage("value"),
    };

    // A time span's own text has seven decimals; no range needs more than milliseconds.
    private static object Brief(object bound) => bound is TimeSpan { Milliseconds: > 0 } span
        ? span.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture)
        : bound;
}
