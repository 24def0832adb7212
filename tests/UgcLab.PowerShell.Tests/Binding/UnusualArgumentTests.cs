using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

/// <summary>Arguments that nobody means, and that must neither cost money nor end in a failure without a name.</summary>
public sealed class UnusualArgumentTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("[pscustomobject]@{ Prompt = 'A paper boat sails'; Model = 'kling-2.6'; Duration = '5' }")]
    [InlineData("@{ Prompt = 'A paper boat sails' }")]
    [InlineData("'A paper boat', 'A second boat'")]
    [InlineData("1234567890123")]
    public void What_is_no_text_never_becomes_a_prompt(string prompt)
    {
        _shell.Rehearse();

        Outcome outcome = _shell.Run($"New-UgcVideo ({prompt}) -Model veo-3.1");

        Assert.StartsWith("ParameterArgumentTransformationError", Outcome.Id(outcome.Caught!), StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Get-UgcHistory").Clean().Texts);
    }

    [Theory]
    [InlineData("Get-UgcModel $null")]
    [InlineData("Get-UgcProject -Name $null")]
    [InlineData("Get-UgcHistory -Reference $null -Model $null -State $null")]
    [InlineData("Wait-UgcJob -UgcId $null")]
    [InlineData("Get-UgcJob -UgcId @()")]
    [InlineData("New-UgcVideo 'A paper boat sails' -Model veo-3.1 -Tier $null -AspectRatio $null -Duration $null -Variants $null -WhatIf")]
    public void A_null_is_as_good_as_nothing(string command)
    {
        _shell.Rehearse();

        _shell.Run(command).Clean();
    }

    [Fact]
    public void A_table_that_holds_itself_is_refused_and_ends_nothing()
    {
        _shell.Rehearse();

        Outcome outcome = _shell.Run("$a = @{}; $a.me = $a; New-UgcVideo 'A paper boat sails' -Model veo-3.1 -AdditionalProperty $a");

        Assert.Equal("UgcArgumentInvalid", Outcome.Id(outcome.Caught!));
    }

    [Theory]
    [InlineData("10.0.0.1:3128")]
    [InlineData("proxy.example:8080")]
    [InlineData("http://proxy.example:8080")]
    public void A_proxy_is_taken_as_people_write_it(string proxy) =>
        _shell.Run($"Connect-UgcLab -ApiKey ([securestring]::new() | ForEach-Object {{ foreach ($c in ('ugc_' + '0' * 48).ToCharArray()) {{ $_.AppendChar($c) }}; $_ }}) -Proxy {proxy}").Clean();

    [Fact]
    public void A_blank_number_of_variants_leaves_the_rows_own()
    {
        _shell.Rehearse();

        Assert.Equal(3, _shell.Run("@{ Prompt = 'A paper boat sails'; Model = 'veo-3.1'; Variants = 3 } | New-UgcVideo -Variants ''").Clean().Texts.Count);
    }

    [Fact]
    public void A_no_is_not_counted_among_what_would_be_created()
    {
        _shell.Rehearse();

        Outcome outcome = _shell.Run("'A paper boat sails', 'A second boat sails' | New-UgcVideo -Model veo-3.1 -WhatIf");

        Assert.Contains(outcome.Information, line => line.Contains("2 requests for 2 videos", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_with_a_key_leaves_its_name_on_no_other_rows_error()
    {
        _shell.Rehearse();

        Outcome outcome = _shell.Run($"@{{ Prompt = 'A boat {Shell.Key}'; Model = 'veo-3.1' }}, 5 | New-UgcVideo");

        Assert.Equal(["UgcSecretInPrompt", "UgcRowUnreadable"], outcome.ErrorIds);
        Assert.Equal(["Row 1", "5"], outcome.Errors.Select(error => error.TargetObject?.ToString()));
    }

    [Fact]
    public void Turkish_does_not_hide_a_model()
    {
        _shell.Run("[Globalization.CultureInfo]::CurrentCulture = 'tr-TR'").Clean();

        Assert.Single(_shell.Run("Get-UgcModel KLING*").Clean().Texts);
    }
}
