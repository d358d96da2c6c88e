namespace Gateway.Host.Configuration;

/// <summary>
/// Binds the <c>Gateway</c> section to <see cref="GatewayOptions"/> and collects all mistakes at once. What is wrong keeps its
/// default, so that the rest can still be judged.
/// </summary>
internal static class OptionsReader
{
    public static GatewayOptions Read(IConfiguration root, IReadOnlyDictionary<string, string?> settings, MistakeList mistakes)
    {
        new SectionChecker(mistakes, "an option").Check(root.GetSection(GatewayOptions.Section), typeof(GatewayOptions));
        OptionForms.Check(settings, mistakes);
        var options = Bind(settings, mistakes);
        OptionRanges.Check(options, settings, mistakes);
        new OptionPairs(options, mistakes).Check();
        foreach (var (key, rule, value) in MaskingRuleChecks.Mistakes(options.ErrorText.Masking.Rules)
            .Concat(PolicyRuleChecks.Mistakes(options.Policies.Rules)))
        {
            mistakes.AddOnce($"{GatewayOptions.Section}:{key}", rule, value);
        }

        return options;
    }

    /// <summary>Makes texts what an environment variable can only write so: an empty one null, one with commas a list.</summary>
    public static void Normalize(Dictionary<string, string?> settings)
    {
        foreach (var (key, value) in settings.Where(s => s.Value is not null).ToList())
        {
            var option = OptionKeys.Find(key);
            if (option is { MayBeNull: true } && value!.Length == 0)
            {
                settings[key] = null;
            }
            else if (option is { IsList: true } && value!.Length > 0)
            {
                ReplaceItems(settings, key, value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            }
        }
    }

    private static void ReplaceItems(Dictionary<string, string?> settings, string key, string[] items)
    {
        foreach (var old in settings.Keys.Where(k => k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            settings.Remove(old);
        }

        settings[key] = null;
        foreach (var (index, item) in items.Index())
        {
            settings[$"{key}:{index}"] = item;
        }
    }

    private static GatewayOptions Bind(IReadOnlyDictionary<string, string?> settings, MistakeList mistakes)
    {
        var options = new GatewayOptions();
        foreach (var list in OptionKeys.All.Where(o => o.IsList && settings.ContainsKey(o.Key)))
        {
            list.Empty(options);
        }

        using var good = new ConfigurationManager();
        good.AddInMemoryCollection(mistakes.Leave(settings));
        good.GetSection(GatewayOptions.Section).Bind(options);
        return options;
    }
}
