using System.CommandLine;

namespace Gateway.Training;

/// <summary>What a command was given: its flags, and its options with their values.</summary>
internal sealed class Arguments(ParseResult parsed)
{
    public const string LeaveOutNearDev = "--leave-out-near-dev";

    public bool Has(string flag) => parsed.GetValue<bool>(flag);

    public string? Find(string option) => parsed.GetValue<string?>(option);

    /// <summary>An option that the command requires.</summary>
    public string Get(string option) => parsed.GetRequiredValue<string>(option);
}
