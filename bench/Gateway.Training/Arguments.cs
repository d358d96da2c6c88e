namespace Gateway.Training;

/// <summary>The command line: flags, and options with a value.</summary>
internal sealed class Arguments
{
    public const string LeaveOutNearDev = "--leave-out-near-dev";

    public const string Usage = """
        usage: train [--data FILE.jsonl] [--leave-out-near-dev] [--out FOLDER] [--dev FILE.jsonl] [--open FILE.jsonl]
               eval --dev FILE.jsonl [--open FILE.jsonl] [--models FOLDER]
               withhold --dev FILE.jsonl [--data FILE.jsonl] [--leave-out-near-dev]
               rules --out FILE.md
               ablate --dev FILE.jsonl --stream FILE.jsonl --hard FOLDER
        """;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);

    public Arguments(IReadOnlyList<string> arguments, params string[] options)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == LeaveOutNearDev)
            {
                _flags.Add(arguments[i]);
            }
            else if (options.Contains(arguments[i]) && i + 1 < arguments.Count)
            {
                _values[arguments[i]] = arguments[++i];
            }
            else
            {
                throw new ArgumentException($"{arguments[i]}: not an option of this command, or without its value");
            }
        }
    }

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Find(string option) => _values.GetValueOrDefault(option);

    public string Get(string option) => Find(option) ?? throw new ArgumentException($"{option} is needed");
}
