using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Files;
using Gateway.Training.Items;
using Gateway.Training.Learning;


namespace Gateway.Training;

/// <summary>Measures the files in a folder on labelled errors.</summary>
internal static class EvalCommand
{
    public static int Run(Arguments arguments)
    {
        var place = new Workplace();
        var folder = arguments.Find("--models") ?? Path.Combine(place.Root, "models");
        var transforms = Directory.GetFiles(folder, "adapter-*.bin").Order(StringComparer.Ordinal)
            .Select(path => AdapterFile.Read(File.ReadAllBytes(path))).ToArray();
        using var reader = new ItemReader(place.Root);
        Print(CauseModelFile.Read(File.ReadAllBytes(Path.Combine(folder, "causes.bin")), transforms), place, reader, arguments);
        return 0;
    }

    public static void Print(CauseModel model, Workplace place, ItemReader reader, Arguments arguments)
    {
        if (arguments.Find("--dev") is not { } dev)
        {
            return;
        }

        var items = reader.Read(dev, place.Causes);
        Evaluation.Print(model, items, place.Kinds, "all");
        if (arguments.Find("--open") is { } open)
        {
            Evaluation.PrintOpen(
                [.. items.Select(item => Judged.By(model, item, false))],
                [.. reader.Read(open, place.Causes).Select(item => Judged.By(model, item, true))],
                "unknown causes of another file");
        }
    }
}
