namespace Gateway.Training;

/// <summary>Writes the page that shows the rules of masking.</summary>
internal static class RulesCommand
{
    public static int Run(Arguments arguments)
    {
        File.WriteAllText(arguments.Get("--out"), MaskingPage.Render());
        return 0;
    }
}
