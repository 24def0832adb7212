namespace UgcLab.HelpMaker;

/// <summary>What a reader of the help would miss. The build fails on it, or help is never finished.</summary>
internal static class Gaps
{
    public static IEnumerable<string> In(CmdletHelp help)
    {
        if (help.Synopsis.Count == 0)
        {
            yield return $"{help.Name} has no <summary>.";
        }

        if (help.Examples.All(example => example.Code.Length == 0))
        {
            yield return $"{help.Name} has no <example> with <code>.";
        }

        foreach (ParameterHelp parameter in help.Parameters.Where(parameter => parameter.Description.Count == 0))
        {
            yield return $"{help.Name} -{parameter.Name} has no <summary>.";
        }
    }
}
