namespace UgcLab.Client.Tests.Rows;

public class RowColumnsTests
{
    [Fact]
    public void An_exported_list_of_jobs_is_a_sheet_again_and_the_id_of_a_job_is_nobodys_label()
    {
        RowColumns columns = RowColumns.Match(CreationDescriptor.Video, ["Id", "UgcId", "Status", "Model", "Duration", "VariantIndex", "Reference", "Prompt", "InputRow"]);

        Assert.Equal("Reference", columns.Column(CreationField.Reference));
        Assert.Contains("Id", columns.Unused);
    }

    [Theory]
    [InlineData("Prompt", CreationField.Prompt)]
    [InlineData("Text", CreationField.Prompt)]
    [InlineData("Description", CreationField.Prompt)]
    [InlineData("\uFEFFprompt ", CreationField.Prompt)]
    [InlineData("ï»¿Prompt", CreationField.Prompt)]
    [InlineData("ProjectId", CreationField.ProjectId)]
    [InlineData("project_id", CreationField.ProjectId)]
    [InlineData("PROJECT", CreationField.ProjectId)]
    [InlineData("model", CreationField.Model)]
    [InlineData("Duration", CreationField.Duration)]
    [InlineData("seconds", CreationField.Duration)]
    [InlineData("Length", CreationField.Duration)]
    [InlineData("Aspect Ratio", CreationField.AspectRatio)]
    [InlineData("aspect-ratio", CreationField.AspectRatio)]
    [InlineData("Ratio", CreationField.AspectRatio)]
    [InlineData("Tier", CreationField.Tier)]
    [InlineData("Quality", CreationField.Tier)]
    [InlineData("image_url", CreationField.ImageUrl)]
    [InlineData("Image Url", CreationField.ImageUrl)]
    [InlineData("Image", CreationField.ImageUrl)]
    [InlineData("Variants", CreationField.Variants)]
    [InlineData("Count", CreationField.Variants)]
    [InlineData("variant", CreationField.Variants)]
    [InlineData("Reference", CreationField.Reference)]
    [InlineData("ID", CreationField.Reference)]
    [InlineData("sku", CreationField.Reference)]
    [InlineData("Client Reference", CreationField.Reference)]
    [InlineData("RowId", CreationField.RowId)]
    [InlineData("row_id", CreationField.RowId)]
    public void A_column_is_known_by_any_of_its_names(string header, object field)
    {
        RowColumns columns = RowColumns.Match(CreationDescriptor.Video, [header]);

        Assert.Equal(header, columns.Column((CreationField)field));
        Assert.Empty(columns.Unused);
    }

    [Theory]
    [InlineData("promt", "Prompt")]
    [InlineData("Prompts", "Prompt")]
    [InlineData("Pormpt", "Prompt")]
    [InlineData("Mode", "Model")]
    [InlineData("Modell", "Model")]
    [InlineData("Durration", "Duration")]
    [InlineData("Second", "Seconds")]
    [InlineData("Aspect Ration", "AspectRatio")]
    [InlineData("ImageUri", "ImageUrl")]
    [InlineData("Varients", "Variants")]
    [InlineData("Projekt", "Project")]
    [InlineData("Project Ids", "ProjectId")]
    [InlineData("Refrence", "Reference")]
    public void A_column_that_is_nearly_known_stops_everything_and_says_why(string header, string meant)
    {
        UgcLabException error = Suspicious("Colour", header);

        Assert.Contains($"'{header}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Did you mean {meant}? Rename the column, or map it: -Column @{{ ", error.Message, StringComparison.Ordinal);
        Assert.Contains($" = '{header}' }}.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Titel")]
    [InlineData("Title")]
    [InlineData("Time")]
    [InlineData("Note")]
    [InlineData("Tag")]
    [InlineData("Page")]
    [InlineData("Name")]
    [InlineData("Product")]
    [InlineData("Country")]
    [InlineData("Account")]
    [InlineData("Amount")]
    [InlineData("Quantity")]
    [InlineData("Rating")]
    [InlineData("Test")]
    [InlineData("Promo")]
    [InlineData("Profit")]
    [InlineData("Module")]
    [InlineData("Ids")]
    [InlineData("Sk")]
    [InlineData("Color")]
    [InlineData("Owner")]
    public void A_word_of_its_own_is_left_unchanged(string header) => Assert.Equal([header], RowColumns.Match(CreationDescriptor.Video, [header]).Unused);

    [Fact]
    public void A_sheet_of_jobs_that_was_exported_can_be_read_again()
    {
        string[] exported = [.. typeof(UgcJob).GetProperties().Select(property => property.Name)];

        RowColumns columns = RowColumns.Match(CreationDescriptor.Video, exported);

        Assert.Equal("Prompt", columns.Column(CreationField.Prompt));
        Assert.Equal("Reference", columns.Column(CreationField.Reference));
        Assert.Empty(columns.Unrecognized);
        Assert.Contains("UgcId", columns.Unused);
        Assert.Contains("VideoUrl", columns.Unused);
        Assert.Contains("VariantCount", columns.Unused);
        Assert.Null(columns.Column(CreationField.Variants));
    }

    [Theory]
    [InlineData("Prompt", "Text", "Prompt")]
    [InlineData("Variants", "variants", "Variants")]
    [InlineData("Id", "Sku", "Reference")]
    [InlineData("aspect_ratio", "Aspect Ratio", "AspectRatio")]
    public void Two_columns_for_one_field_are_one_too_many(string first, string second, string field)
    {
        UgcLabException error = Suspicious(first, second);

        Assert.Contains($"'{first}' and '{second}' both mean {field}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ApiKey")]
    [InlineData("Api Key")]
    [InlineData("api_key")]
    [InlineData("UGCLAB_API_KEY")]
    [InlineData("Token")]
    [InlineData("Access Token")]
    [InlineData("Secret")]
    [InlineData("client_secret")]
    [InlineData("Password")]
    public void Secrets_do_not_belong_in_a_sheet(string header) =>
        Assert.Contains("do not belong in a sheet", Suspicious("Prompt", header).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Prompt;Model;Duration")]
    [InlineData("Prompt\tModel")]
    [InlineData("Name,Prompt")]
    public void A_header_line_that_was_read_as_one_name_is_noticed(string header) =>
        Assert.Contains("several in one", Suspicious(header).Message, StringComparison.Ordinal);

    [Fact]
    public void A_draft_is_taken_from_the_cells_and_blank_means_not_given()
    {
        Dictionary<string, string?> row = new()
        {
            ["Text"] = "  A fox  ",
            ["project id"] = "clx",
            ["Model"] = " ",
            ["Seconds"] = "",
            ["Ratio"] = null,
            ["Quality"] = "pro",
            ["Image"] = "\u00A0",
            ["Count"] = "2",
            ["SKU"] = "A-1",
            ["Colour"] = "red",
        };

        CreationDraft draft = RowColumns.Match(CreationDescriptor.Video, row.Keys).Read(column => row[column]).Draft;

        Assert.Equal(
            new CreationDraft { Prompt = "  A fox  ", ProjectId = "clx", Tier = "pro", Variants = "2", Reference = "A-1" }.ToString(),
            draft.ToString());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("   ", "   ")]
    public void A_prompt_of_white_space_is_kept_so_that_it_can_be_complained_of(string? cell, string? prompt) =>
        Assert.Equal(prompt, RowColumns.Match(CreationDescriptor.Video, ["Prompt"]).Read(_ => cell).Draft.Prompt);

    [Fact]
    public void A_sheet_without_a_column_for_a_field_leaves_it_out() =>
        Assert.Null(RowColumns.Match(CreationDescriptor.Video, ["Prompt"]).Read(_ => "x").Draft.Model);

    private static UgcLabException Suspicious(params string[] headers)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => RowColumns.Match(CreationDescriptor.Video, headers));
        Assert.Equal(UgcLabErrorKind.ColumnSuspicious, error.Kind);
        return error;
    }
}
