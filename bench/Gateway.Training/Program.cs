using System.Text.Json;
using Gateway.Training;

var root = Directory.GetCurrentDirectory();
while (!File.Exists(Path.Combine(root, "Gateway.sln")))
{
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("run it inside the repository");
}

string Option(string name, string fallback) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
var data = Path.Combine(root, "bench/Gateway.Training/data");
var kinds = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(data, "kinds.json")))!;
string[] causes = [.. kinds.Keys.Order(StringComparer.Ordinal)];
var settings = new TrainerSettings
{
    VectorPenalty = double.Parse(Option("--vp", "0.02")),
    GramPenalty = double.Parse(Option("--gp", "0.1")),
    Shrink = double.Parse(Option("--shrink", "0.6")),
    Iterations = int.Parse(Option("--iterations", "40")),
};
using var reader = new ItemReader(root);
var train = reader.Read(Option("--data", Path.Combine(data, "train.jsonl")), causes);
var withoutNear = train.Where(item => !item.NearDev).ToArray();
var dev = reader.Read(Option("--dev", "../shared/data/errors/dev.jsonl"), causes);
var open = reader.Read(Option("--open", "../shared/data/errors/open.jsonl"), causes);
var time = TimeProvider.System;
var start = time.GetTimestamp();
var model = new CauseTrainer(causes, reader.Spaces, settings).Train(withoutNear, text => Console.WriteLine($"{text} {time.GetElapsedTime(start).TotalSeconds:0} s"));
Console.WriteLine($"grams {model.Grams.Keys.Length} mix {string.Join(' ', model.Mix)}");
Evaluation.Print(model, dev, kinds, "dev");
Evaluation.PrintOpen([.. dev.Select(item => Judged.By(model, item, false))], [.. open.Select(item => Judged.By(model, item, true))], "open.jsonl");
