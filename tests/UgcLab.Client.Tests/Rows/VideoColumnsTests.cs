namespace UgcLab.Tests.Rows;

public class VideoColumnsTests
{
    [Fact]
    public void An_exported_list_of_jobs_is_a_sheet_again_and_the_id_of_a_job_is_nobodys_label()
    {
        VideoColumns columns = VideoColumns.Match(["Id", "UgcId", "Status", "Model", "Duration", "VariantIndex", "Reference", "Prompt", "InputRow"]);

        Assert.Equal("Reference", columns.Column(VideoField.Reference));
        Assert.Contains("Id", columns.Unused);
    }

    [Theory]
    [InlineData("Prompt", VideoField.Prompt)]
    [InlineData("Text", VideoField.Prompt)]
    [InlineData("Description", VideoField.Prompt)]
    [InlineData("\uFEFFprompt ", VideoField.Prompt)]
    [InlineData("ï»¿Prompt", VideoField.Prompt)]
    [InlineData("ProjectId", VideoField.ProjectId)]
    [InlineData("project_id", VideoField.ProjectId)]
    [InlineData("PROJECT", VideoField.ProjectId)]
    [InlineData("model", VideoField.Model)]
    [InlineData("Duration", VideoField.Duration)]
    [InlineData("seconds", VideoField.Duration)]
    [InlineData("Length", VideoField.Duration)]
    [InlineData("Aspect Ratio", VideoField.AspectRatio)]
    [InlineData("aspect-ratio", VideoField.AspectRatio)]
    [InlineData("Ratio", VideoField.AspectRatio)]
    [InlineData("Tier", VideoField.Tier)]
    [InlineData("Quality", VideoField.Tier)]
    [InlineData("image_url", VideoField.ImageUrl)]
    [InlineData("Image Url", VideoField.ImageUrl)]
    [InlineData("Image", VideoField.ImageUrl)]
    [InlineData("Variants", VideoField.Variants)]
    [InlineData("Count", VideoField.Variants)]
    [InlineData("variant", VideoField.Variants)]
    [InlineData("Reference", VideoField.Reference)]
    [InlineData("ID", VideoField.Reference)]
    [InlineData("sku", VideoField.Reference)]
    [InlineData("Client Reference", VideoField.Reference)]
    [InlineData("RowId", VideoField.RowId)]
    [InlineData("row_id", VideoField.RowId)]
    public void A_column_is_known_by_any_of_its_names(string header, VideoField field)
    {
        VideoColumns columns = VideoColumns.Match([header]);

        Assert.Equal(header, columns.Column(field));
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
        Assert.Contains($"did you mean {meant}?", error.Message, StringComparison.Ordinal);
        Assert.Contains("Rename it", error.Message, StringComparison.Ordinal);
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
    public void A_word_of_its_own_is_left_alone(string header) => Assert.Equal([header], VideoColumns.Match([header]).Unused);

    [Fact]
    public void A_sheet_of_jobs_that_was_exported_can_be_read_again()
    {
        string[] exported = [.. typeof(UgcJob).GetProperties().Select(property => property.Name)];

        VideoColumns columns = VideoColumns.Match(exported);

        Assert.Equal("Prompt", columns.Column(VideoField.Prompt));
        Assert.Equal("Reference", columns.Column(VideoField.Reference));
        Assert.Empty(columns.Surprising);
        Assert.Contains("UgcId", columns.Unused);
        Assert.Contains("VideoUrl", columns.Unused);
        Assert.Contains("VariantCount", columns.Unused);
        Assert.Null(columns.Column(VideoField.Variants));
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

        VideoDraft draft = VideoColumns.Match(row.Keys).Draft(column => row[column]);

        Assert.Equal(
            new VideoDraft { Prompt = "  A fox  ", ProjectId = "clx", Tier = "pro", Variants = "2", Reference = "A-1", AdditionalProperties = draft.AdditionalProperties },
            draft);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("   ", "   ")]
    public void A_prompt_of_white_space_is_kept_so_that_it_can_be_complained_of(string? cell, string? prompt) =>
        Assert.Equal(prompt, VideoColumns.Match(["Prompt"]).Draft(_ => cell).Prompt);

    [Fact]
    public void A_sheet_without_a_column_for_a_field_leaves_it_out() =>
        Assert.Null(VideoColumns.Match(["Prompt"]).Draft(_ => "x").Model);

    private static UgcLabException Suspicious(params string[] headers)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => VideoColumns.Match(headers));
        Assert.Equal(UgcLabErrorKind.ColumnSuspicious, error.Kind);
        return error;
    }
}
