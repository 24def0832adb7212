using System.Text.Json;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class RowColumnTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public RowColumnTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData("AspectRatio", "aspectRatio", "9:16")]
    [InlineData("ImageUrl", "imageUrl", "https://example.com/a.png")]
    public void A_blank_cell_leaves_its_member_out(string column, string member, string value)
    {
        foreach (string blank in new[] { "''", "'  '", "$null", "[DBNull]::Value" })
        {
            _shell.Run($"row 'A row with a blank in it' @{{ {column} = {blank} }} | New-UgcVideo").Clean();
        }

        _shell.Run($"row 'A row with a value in it' @{{ {column} = '{value}' }} | New-UgcVideo").Clean();

        Assert.All(_service.Orders.SkipLast(1), order => Assert.False(order.TryGetProperty(member, out _)));
        Assert.Equal(value, _service.Orders[^1].GetProperty(member).GetString());
    }

    [Fact]
    public void A_blank_tier_and_a_blank_number_of_variants_leave_theirs_out_or_mean_one()
    {
        _shell.Run("row 'A row with two blanks in it' @{ Tier = ''; Variants = ' '; Reference = '' } | New-UgcVideo").Clean();

        JsonElement order = Assert.Single(_service.Orders);
        Assert.False(order.TryGetProperty("tier", out _));
        Assert.False(order.TryGetProperty("reference", out _));
        Assert.True(!order.TryGetProperty("variants", out JsonElement variants) || variants.GetInt32() == 1);
    }

    [Theory]
    [InlineData("Prompt", "UgcPromptMissing")]
    [InlineData("Model", "UgcRowInvalid")]
    [InlineData("Duration", "UgcDurationMissing")]
    [InlineData("ProjectId", "UgcProjectIdMissing")]
    public void A_blank_cell_that_is_needed_is_missing_and_not_empty(string column, string id)
    {
        Outcome outcome = _shell.Run($"row 'A row with a needed cell' @{{ {column} = '' }} | New-UgcVideo");

        Assert.True(outcome.ErrorIds is [string only] && (only == id || only == "UgcModelMissing"), string.Join(", ", outcome.ErrorIds));
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("PROMPT", "model", "DURATION", "projectid")]
    [InlineData("prompt", "Model", "duration", "project_id")]
    [InlineData(" Prompt ", "Model", "Duration", "Project Id")]
    [InlineData("Text", "Model", "Seconds", "Project")]
    [InlineData("Description", "MODEL", "Length", "PROJECT-ID")]
    public void A_column_is_known_whatever_its_case_spaces_and_marks(string prompt, string model, string duration, string project)
    {
        _shell.Run($$"""
            [pscustomobject]@{ '{{prompt}}' = 'A row under another header'; '{{model}}' = 'kling-2.6'; '{{duration}}' = '5'; '{{project}}' = 'clzz0000000000000project1' } | New-UgcVideo
            """).Clean();

        JsonElement order = Assert.Single(_service.Orders);
        Assert.Equal("A row under another header", order.GetProperty("prompt").GetString());
        Assert.Equal("kling-2.6", order.GetProperty("model").GetString());
        Assert.Equal("5", order.GetProperty("duration").GetString());
        Assert.Equal(Service.Project, order.GetProperty("projectId").GetString());
    }

    [Fact]
    public void Every_column_has_its_other_names()
    {
        _shell.Run("""
            [pscustomobject]@{ Text = 'A row under other names'; Model = 'sora-2-pro'; Seconds = '10'; Ratio = 'portrait'; Quality = 'pro'
                Image = 'https://example.com/a.png'; Count = '2'; Project = 'clzz0000000000000project1'; Sku = 'S-1' } | New-UgcVideo
            """).Clean();

        JsonElement order = Assert.Single(_service.Orders);
        Assert.Equal(
            ["10", "portrait", "pro", "https://example.com/a.png"],
            new[] { "duration", "aspectRatio", "tier", "imageUrl" }.Select(name => order.GetProperty(name).GetString()));
        Assert.Equal(2, order.GetProperty("variants").GetInt32());
    }

    [Theory]
    [InlineData("Promt")]
    [InlineData("Durration")]
    [InlineData("Modell")]
    [InlineData("AspectRatoi")]
    [InlineData("Api_Key")]
    public void A_header_that_is_nearly_right_ends_everything_before_any_money(string header)
    {
        Outcome outcome = _shell.Run($"1..3 | & {{ process {{ row \"Row $_ under a bad header\" @{{ '{header}' = 'x' }} }} }} | New-UgcVideo");

        Assert.Equal("UgcColumnSuspicious", Outcome.Id(Assert.IsType<System.Management.Automation.ErrorRecord>(outcome.Caught)));
        Assert.Contains(header, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void Two_columns_for_one_field_end_everything_before_any_money()
    {
        Outcome outcome = _shell.Run("row 'A row with two prompts' @{ Text = 'The other of two prompts' } | New-UgcVideo");

        Assert.Equal(["UgcColumnSuspicious"], outcome.ErrorIds);
        Assert.NotNull(outcome.Caught);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void Columns_that_are_not_read_are_named_once_and_travel_along()
    {
        Outcome outcome = _shell.Run("1..3 | & { process { row \"Row $_ with a colour\" @{ Colour = \"c$_\" } } } | New-UgcVideo").Clean();

        Assert.Contains("Colour", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal(["c1", "c2", "c3"], outcome.Output.Select(job => ((System.Management.Automation.PSObject)job.Properties["InputRow"].Value).Properties["Colour"].Value));
    }

    [Fact]
    public void Numbers_in_cells_are_written_as_the_service_wants_them_under_every_culture()
    {
        _shell.Run("""
            [cultureinfo]::CurrentCulture = 'de-DE'
            row 'A row with real numbers' @{ Duration = 5; Variants = 2 } | New-UgcVideo
            """).Clean();

        JsonElement order = Assert.Single(_service.Orders);
        Assert.Equal("5", order.GetProperty("duration").GetString());
        Assert.Equal(2, order.GetProperty("variants").GetInt32());
    }

    [Fact]
    public void A_list_in_a_cell_is_not_joined_to_a_prompt()
    {
        Outcome outcome = _shell.Run("row @('A first prompt of two', 'a second') | New-UgcVideo");

        Assert.Contains(outcome.AllErrors, error => error.ToString().Contains("list", StringComparison.Ordinal));
        Assert.Empty(_service.Requests);
    }
}
