using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

/// <summary>Every kind of creation has one cmdlet, and its parameters are its fields.</summary>
public sealed class KindParameterTests : IDisposable
{
    private static readonly string[] Money = ["Batch", "MaxCredit", "KeepCredit", "BuyAgain", "OnUnconfirmed", "Force", "WhatIf", "Confirm", "InputObject", "SkipValidation", "AdditionalProperty", "Column", "PromptTemplate"];

    private readonly Shell _shell = new();

    public static TheoryData<string> Kinds => ["Video", "Image", "TalkingActor", "ProductVideo", "MotionVideo"];

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void These_are_all_kinds() => Assert.Equal(Kinds.Select(kind => kind.Data), _shell.Run("[Enum]::GetNames([UgcLab.UgcKind])").Texts);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_of_a_kind_can_be_typed_and_no_other(string kind)
    {
        string[] parameters = Offered($"New-Ugc{kind} -");
        string[] all = [.. _shell.Run("[UgcLab.UgcKind].Assembly.GetType('UgcLab.CreationField').GetEnumNames()").Texts];

        Assert.Equal(Fields(kind).Order(), all.Intersect(parameters).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_created_within_the_same_bounds(string kind) => Assert.Equal([], Money.Except(Offered($"New-Ugc{kind} -")));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_sheet_of_any_kind_can_be_run_tested_and_measured(string kind)
    {
        string text = Assert.Single(_shell.Run($"{Kind}::Of('{kind}').TextField").Texts);

        // A batch has no text that would be the same for all of its rows.
        Assert.Equal([], Fields(kind).Except([text]).Except(Offered($"Invoke-UgcBatch -Path x.csv -Kind {kind} -")));
        Assert.Equal([], Fields(kind).Except(Offered($"Test-UgcVideo -Kind {kind} -")));
        Assert.Equal([], Fields(kind).Except(Offered($"Measure-UgcVideo -Kind {kind} -")));
    }

    // An internal type, which has no name in PowerShell.
    private const string Kind = "[UgcLab.UgcKind].Assembly.GetType('UgcLab.Creations.CreationDescriptor')";

    private IEnumerable<string> Fields(string kind) => _shell.Run($"{Kind}::Of('{kind}').Fields").Texts.Where(field => field != "RowId");

    private string[] Offered(string line) => [.. _shell.Complete(line).Select(text => text.TrimStart('-'))];
}
