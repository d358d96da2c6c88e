using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Files;
using Gateway.Training.Items;
using Gateway.Training.Learning;

namespace Gateway.Training;

/// <summary>Learns adapters and causes, writes them with their manifest, and measures what was written.</summary>
internal static class TrainCommand
{
    public static int Run(Arguments arguments)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var place = new Workplace();
        var data = arguments.Find("--data") ?? place.Wordings;
        using var reader = new ItemReader(place.Root);
        var items = reader.Read(data, place.Causes);
        if (arguments.Has(Arguments.LeaveOutNearDev))
        {
            items = [.. items.Where(item => !item.NearDev)];
        }

        if (items.Find(item => item.Cause < 0) is { } stranger)
        {
            throw new InvalidDataException($"{data}: {stranger.Id} is of a cause that kinds.json does not know: {stranger.Class}");
        }

        var figures = new Dictionary<string, double>();
        var model = new CauseTrainer(place.Causes, reader.Spaces, new TrainerSettings())
            .Train(items, figures, text => Console.WriteLine($"{text}, {time.GetElapsedTime(start).TotalSeconds:0} s"));
        if (arguments.Find("--out") is { } output)
        {
            Write(model, output, data, items.Count, figures);
            place.CopyCatalogueTo(output);
        }

        EvalCommand.Print(model, place, reader, arguments);
        Console.WriteLine($"{items.Count} wordings, {model.Grams.Keys.Length} grams, {time.GetElapsedTime(start).TotalSeconds:0} s in all");
        return 0;
    }

    private static void Write(CauseModel model, string folder, string data, int wordings, Dictionary<string, double> figures)
    {
        Directory.CreateDirectory(folder);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var space in model.Spaces)
        {
            Keep($"adapter-{space.Transform.Space.Split(':')[0]}.bin", AdapterFile.Write(space.Transform));
        }

        Keep("causes.bin", CauseModelFile.Write(model));
        var manifest = new LearnedManifest
        {
            TrainingData = Hash(File.ReadAllBytes(data)),
            Wordings = wordings,
            Spaces = [.. model.Spaces.Select(space => space.Transform.Space)],
            Files = files,
            Figures = figures,
        };
        File.WriteAllText(Path.Combine(folder, LearnedManifest.FileName), JsonSerializer.Serialize(manifest, LearnedManifest.Json) + "\n");

        void Keep(string name, byte[] bytes)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
            files.Add(name, Hash(bytes));
            Console.WriteLine($"{name}: {bytes.Length} bytes, {files[name]}");
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
