using Gateway.Training;
using Gateway.Training.Ablation;


try
{
    return args switch
    {
        ["train", .. var rest] => TrainCommand.Run(new Arguments(rest, "--data", "--out", "--dev", "--open")),
        ["eval", .. var rest] => EvalCommand.Run(new Arguments(rest, "--dev", "--open", "--models")),
        ["withhold", .. var rest] => WithholdCommand.Run(new Arguments(rest, "--data", "--dev")),
        ["ablate", .. var rest] => AblateCommand.Run(new Arguments(rest, "--dev", "--stream", "--hard")),
        ["rules", .. var rest] => RulesCommand.Run(new Arguments(rest, "--out")),
        _ => throw new ArgumentException("a command is needed"),
    };
}
catch (Exception exception) when (exception is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}
