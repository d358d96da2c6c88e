using System.CommandLine;
using Gateway.Training;
using Gateway.Training.Ablation;

var root = new RootCommand("Learns adapters and causes from wordings, and measures what the product makes of errors.")
{
    CommandOf("train", "Learns from wordings, writes what was learned and measures it.", TrainCommand.Run,
        FileOption("--data"), FolderOption("--out"), FileOption("--dev"), FileOption("--open"), LeaveOutOption()),
    CommandOf("eval", "Measures learned files on labelled errors.", EvalCommand.Run,
        Required(FileOption("--dev")), FileOption("--open"), FolderOption("--models")),
    CommandOf("withhold", "Measures how errors of causes that were not learned are kept apart.", WithholdCommand.Run,
        Required(FileOption("--dev")), FileOption("--data"), LeaveOutOption()),
    CommandOf("rules", "Writes the page of the masking rules.", RulesCommand.Run, Required(FileOption("--out"))),
    CommandOf("ablate", "Turns off each masking rule and each list of words in turn and shows what that changes.", AblateCommand.Run,
        Required(FileOption("--dev")), Required(FileOption("--stream")), Required(FolderOption("--hard"))),
};
return await root.Parse(args).InvokeAsync();

static Command CommandOf(string name, string description, Func<Arguments, int> run, params Option[] options)
{
    var command = new Command(name, description);
    foreach (var option in options)
    {
        command.Options.Add(option);
    }

    command.SetAction(parsed =>
    {
        try
        {
            return run(new Arguments(parsed));
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or InvalidDataException
            or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    });
    return command;
}

static Option<string?> FileOption(string name) => new(name) { HelpName = "FILE" };

static Option<string?> FolderOption(string name) => new(name) { HelpName = "FOLDER" };

static Option<bool> LeaveOutOption() =>
    new(Arguments.LeaveOutNearDev) { Description = "Leaves out the wordings that the test set has, too." };

static Option Required(Option<string?> option)
{
    option.Required = true;
    return option;
}
