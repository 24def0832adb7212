namespace UgcLab.Client.Tests.Rows;

public class ColumnMapTests
{
    [Theory]
    [InlineData("Prompt", "Ad copy", CreationField.Prompt)]
    [InlineData("text", "AD COPY", CreationField.Prompt)]
    [InlineData("Duration", "Länge", CreationField.Duration)]
    [InlineData("aspect ratio", "Format", CreationField.AspectRatio)]
    [InlineData("RowId", "Nr.", CreationField.RowId)]
    [InlineData("Reference", " ad_copy ", CreationField.Reference)]
    public void A_field_comes_from_the_column_it_is_mapped_to(string name, string column, object known)
    {
        CreationField field = (CreationField)known;
        RowColumns columns = Match(["Nr.", "Ad copy", "Länge", "Format"], (name, column));

        Assert.Equal(new Dictionary<CreationField, string> { [CreationField.Prompt] = "Ad copy", [CreationField.Duration] = "Länge", [CreationField.AspectRatio] = "Format", [CreationField.RowId] = "Nr.", [CreationField.Reference] = "Ad copy" }[field], columns.Column(field));
        Assert.DoesNotContain(columns.Column(field), columns.Unused);
        Assert.True(columns.IsUsed(columns.Column(field)!));
    }

    [Fact]
    public void A_column_that_is_mapped_away_is_no_longer_read_and_that_is_a_surprise()
    {
        RowColumns columns = Match(["Prompt", "Ad text", "Model", "Seconds"], ("Prompt", "Ad text"), ("Reference", "Model"));

        Assert.Equal("Ad text", columns.Column(CreationField.Prompt));
        Assert.Equal("Model", columns.Column(CreationField.Reference));
        Assert.Null(columns.Column(CreationField.Model));
        Assert.Equal("Seconds", columns.Column(CreationField.Duration));
        Assert.Equal(["Prompt"], columns.Unrecognized);
    }

    [Theory]
    [InlineData("Promt")]
    [InlineData("Durations")]
    [InlineData("A;Prompt")]
    public void A_column_that_is_named_exactly_may_be_called_as_it_likes(string header) =>
        Assert.Equal(header, Match([header], ("Model", header)).Column(CreationField.Model));

    [Fact]
    public void What_is_nearly_a_field_that_has_a_column_already_is_a_surprise_and_no_slip() =>
        Assert.Equal(["Promt"], Match(["Ad text", "Promt"], ("Prompt", "Ad text")).Unrecognized);

    [Fact]
    public void What_is_nearly_another_field_stops_everything_still() =>
        Assert.Contains("Did you mean Model?", Suspicious(["Ad text", "Modell"], ("Prompt", "Ad text")), StringComparison.Ordinal);

    [Fact]
    public void A_mapped_secret_is_refused_like_any() =>
        Assert.Contains("do not belong in a sheet", Suspicious(["Password"], ("Prompt", "Password")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Ad txt", "Did you mean Ad text?")]
    [InlineData("Werbetext", "The columns are Ad text, Colour.")]
    public void A_column_that_is_not_there_stops_everything_and_names_those_that_are(string column, string says)
    {
        string message = Suspicious(["Ad text", "Colour"], ("Prompt", column));

        Assert.Contains($"no column '{column}', and Prompt is to come from it", message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_row_may_lack_a_mapped_column()
    {
        RowColumns later = RowColumns.Match(CreationDescriptor.Video, ["ad text", "Duration"], ColumnMap.Of(CreationDescriptor.Video, [new("Prompt", "Ad text"), new("Duration", "Länge")]), mayMiss: true);

        Assert.Equal("ad text", later.Column(CreationField.Prompt));
        Assert.Null(later.Column(CreationField.Duration));
        Assert.Equal(["Duration"], later.Unrecognized);
    }

    [Theory]
    [InlineData("Colour isn't a field", "Colour=A")]
    [InlineData("Did you mean Prompt?", "Promt=A")]
    [InlineData("Valid fields: Prompt, Model, Duration, AspectRatio, Tier, ImageUrl, ProjectId, Variants, Reference, RowId.", "=A")]
    [InlineData("Duration has no column", "Duration= ")]
    [InlineData("Duration has no column", "Duration=")]
    [InlineData("Prompt is named twice", "Prompt=A;Text=B")]
    [InlineData("Prompt is named twice", "Prompt=A;Text=A")]
    [InlineData("'a' cannot give Prompt and Model both", "Prompt=A;Model=a")]
    public void A_map_that_cannot_be_meant_is_refused(string says, string pairs)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => ColumnMap.Of(CreationDescriptor.Video, pairs.Split(';').Select(pair => KeyValuePair.Create(pair.Split('=')[0], (string?)pair.Split('=')[1]))));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Contains(says, error.Message.Replace("'Colour'", "Colour", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    private static RowColumns Match(string[] headers, params (string Field, string Column)[] map) =>
        RowColumns.Match(CreationDescriptor.Video, headers, ColumnMap.Of(CreationDescriptor.Video, map.Select(pair => KeyValuePair.Create(pair.Field, (string?)pair.Column))));

    private static string Suspicious(string[] headers, params (string Field, string Column)[] map)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Match(headers, map));
        Assert.Equal(UgcLabErrorKind.ColumnSuspicious, error.Kind);
        return error.Message;
    }
}
