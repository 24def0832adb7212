using System.Text;

namespace UgcLab.HelpMaker;

/// <summary>Writes the reference page: what a reader looks up, without the long form that Get-Help has.</summary>
internal static class Markdown
{
    private const int Width = 110;

    public static void Write(IReadOnlyList<CmdletHelp> cmdlets, TextWriter page)
    {
        page.Write("# Cmdlets\n\n");
        page.Write("Made from the doc comments by `tools/HelpMaker`, which writes `artifacts/cmdlets.md` at each build; a copy of that, so changes made here are lost. ");
        page.Write("`Get-Help NAME -Full` says all of this and more.\n\n");
        foreach (CmdletHelp help in cmdlets)
        {
            page.Write($"- [{help.Name}](#{Anchor(help.Name)}): {Join(help.Synopsis)}\n");
        }

        foreach (CmdletHelp help in cmdlets)
        {
            Section(page, help);
        }
    }

    private static void Section(TextWriter page, CmdletHelp help)
    {
        page.Write($"\n## {help.Name}\n\n{Join(help.Synopsis)}\n\n");
        page.Write($"```text\n{string.Join('\n', help.Sets.Select(set => Syntax(help, set)))}\n```\n");
        if (help.Parameters.Count > 0)
        {
            page.Write("\n| Parameter | Takes | What it is |\n|---|---|---|\n");
            foreach (ParameterHelp parameter in help.Parameters.Where(one => one.Name is not ("WhatIf" or "Confirm")))
            {
                page.Write($"| {Cell(Names(parameter))} | {Cell(Takes(parameter))} | {Cell(What(parameter))} |\n");
            }
        }

        if (help.Outputs.Count > 0)
        {
            page.Write($"\nReturns {string.Join(", ", help.Outputs.Select(type => $"`{type.Name}`"))}.\n");
        }

        ExampleHelp example = help.Examples[0];
        page.Write($"\n**{example.Title ?? "Example"}**\n\n```powershell\n{example.Code}\n```\n");
        foreach (Prose remark in example.Remarks)
        {
            page.Write($"\n{remark.Markdown}\n");
        }
    }

    private static string Syntax(CmdletHelp help, string set)
    {
        StringBuilder lines = new(help.Name);
        int used = lines.Length;
        foreach (string part in help.Syntax(set).Select(one => Part(one.Parameter, one.Binding)).Append("[<CommonParameters>]"))
        {
            if (used + part.Length >= Width)
            {
                lines.Append("\n   ");
                used = 3;
            }

            lines.Append(' ').Append(part);
            used += part.Length + 1;
        }

        return lines.ToString();
    }

    private static string Part(ParameterHelp parameter, Binding binding)
    {
        string name = binding.Position is null || parameter.IsSwitch ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        string part = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
        return binding.Required ? part : $"[{part}]";
    }

    private static string Names(ParameterHelp parameter) =>
        string.Join(", ", parameter.Aliases.Prepend(parameter.Name).Select(name => $"`-{name}`"));

    private static string Takes(ParameterHelp parameter)
    {
        string takes = parameter.Main.Required ? $"{parameter.TypeName}, required" : parameter.TypeName;
        return parameter.Bindings.Values.Any(binding => binding.ByValue || binding.ByPropertyName) ? $"{takes}, from the pipeline" : takes;
    }

    private static string What(ParameterHelp parameter)
    {
        IEnumerable<Prose> prose = parameter.Limits is Prose limits ? parameter.Description.Append(limits) : parameter.Description;
        return parameter.Default is string value ? $"{Join(prose)} Default: {value}." : Join(prose);
    }

    private static string Join(IEnumerable<Prose> prose) => string.Join(' ', prose.Select(one => one.Markdown));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Anchor(string name) => name.ToLowerInvariant();
}
