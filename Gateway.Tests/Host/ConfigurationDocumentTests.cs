using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Host.Configuration;
using ValueRange = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace Gateway.Tests.Host;

/// <summary>Keeps <c>docs/configuration.md</c> and the options' own documentation true.</summary>
public sealed partial class ConfigurationDocumentTests
{
    private static readonly string[] StartWords = ["Read at start", "from the start", "each start"];

    public static IEnumerable<TestCaseData> Options => OptionKeys.All.Select(o => new TestCaseData(o.Key));

    [Test]
    public void Document_Keys_AreExactlyTheOptions() =>
        Assert.That(Rows().Select(r => r.Key), Is.EquivalentTo(OptionKeys.All.Select(o => o.Key)));

    [TestCaseSource(nameof(Options))]
    public void Document_Row_TellsDefaultRangeAndWhenItTakesEffect(string key)
    {
        var option = OptionKeys.All.Single(o => o.Key == key);
        var row = Rows().Single(r => r.Key == key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.Meaning, Is.Not.Empty);
            Assert.That(row.Default, Is.EqualTo(DefaultOf(option)));
            Assert.That(row.Effect, Is.EqualTo(option.IsReadAtStart ? "start" : "reload"));
            if (RangeOf(option.Property) is { } range)
            {
                Assert.That(row.Range, Is.EqualTo(range));
            }
        }
    }

    [TestCaseSource(nameof(Options))]
    public void Option_Documentation_SaysWhetherItIsReadAtStart(string key)
    {
        var option = OptionKeys.All.Single(o => o.Key == key);
        var property = option.Property;
        var summary = Summary($"P:{property.DeclaringType!.FullName}.{property.Name}");
        var section = key == "Gateway:Admin:ApiKey" ? "" : Summary($"T:{property.DeclaringType.FullName}");
        Assert.That(summary, Is.Not.Empty);
        var saysSo = StartWords.Any(w => (section + summary).Contains(w, StringComparison.Ordinal));
        Assert.That(saysSo, Is.EqualTo(option.IsReadAtStart), summary);
    }

    private static string Summary(string member) => Documentation.Value.GetValueOrDefault(member, "");

    private static readonly Lazy<Dictionary<string, string>> Documentation = new(() =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Gateway.Modules.xml"))
            .Descendants("member")
            .ToDictionary(m => m.Attribute("name")!.Value, m => Regex.Replace(m.Element("summary")?.Value ?? "", "\\s+", " ")));

    private static string? RangeOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return property.GetCustomAttribute<ValueRange>() is { } range ? $"{Trim(range.Minimum)} to {Trim(range.Maximum)}"
            : type.IsEnum ? string.Join(", ", Enum.GetNames(type))
            : type == typeof(bool) ? "true, false"
            : null;
    }

    private static string DefaultOf(OptionKey option)
    {
        var value = option.Path.Count > 0
            ? option.ValueIn(new GatewayOptions())
            : option.Property.GetValue(Activator.CreateInstance(option.Property.DeclaringType!));
        return value switch
        {
            null or "" => "none",
            bool flag => flag ? "true" : "false",
            string text => text,
            IEnumerable list => list.Cast<object>().Any() ? string.Join(", ", list.Cast<object>()) : "none",
            _ => Trim(value),
        };
    }

    // 00:00:00.2500000 reads better in milliseconds.
    private static string Trim(object value) =>
        FractionZeros().Replace(string.Create(CultureInfo.InvariantCulture, $"{value}"), "");

    private static IEnumerable<(string Key, string Meaning, string Default, string Range, string Effect)> Rows()
    {
        var lines = File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "configuration.md"));
        foreach (var line in lines.Where(l => l.StartsWith("| `Gateway:", StringComparison.Ordinal)))
        {
            var cells = CellBorder().Split(line).Select(c => c.Trim()).ToArray();
            Assert.That(cells, Has.Length.EqualTo(7), line);
            yield return (cells[1].Trim('`'), cells[2], cells[3].Trim('`'), cells[4].Trim('`'), cells[5]);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(?<=:\d\d\.\d{3})0+$")]
    private static partial Regex FractionZeros();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();
}
