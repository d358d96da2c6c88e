using System.CommandLine;
using Gateway.Training;
using Gateway.Training.Ablation;

var root = new RootCommand("Learns adapters and causes from wordings, and measures what the product makes of errors.")
{
    Command("train", "Learns from wordings, writes what was learned and measures it.", TrainCommand.Run,
        File("--data"), Folder("--out"), File("--dev"), File("--open"), LeaveOut()),
    Command("eval", "Measures learned files on labelled errors.", EvalCommand.Run,
        Required(File("--dev")), File("--open"), Folder("--models")),
    Command("withhold", "Measures how errors of causes that were not learned are kept apart.", WithholdCommand.Run,
        Required(File("--dev")), File("--data"), LeaveOut()),
    Command("rules", "Writes the page of the masking rules.", RulesCommand.Run, Required(File("--out"))),
    Command("ablate", "Turns off each masking rule and each list of words in turn and shows what that changes.", AblateCommand.Run,
        Required(File("--dev")), Required(File("--stream")), Required(Folder("--hard"))),
};
return await root.Parse(args).InvokeAsync();

static Command Command(string name, string description, Func<Arguments, int> run, params Option[] options)
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
        catch (Exception exception) when (exception is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    });
    return command;
}

static Option<string?> File(string name) => new(name) { HelpName = "FILE" };

static Option<string?> Folder(string name) => new(name) { HelpName = "FOLDER" };

static Option<bool> LeaveOut() => new(Arguments.LeaveOutNearDev) { Description = "Leaves out the wordings that the test set has, too." };

static Option Required(Option<string?> option)
{
    option.Required = true;
    return option;
}
