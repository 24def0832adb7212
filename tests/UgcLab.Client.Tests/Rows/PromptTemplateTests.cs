namespace UgcLab.Client.Tests.Rows;

public class PromptTemplateTests
{
    [Theory]
    [InlineData("A {Color} {Product} on a {Surface}", "A red mug on a wet\ttable")]
    [InlineData("A {COLOR} {color}", "A red red")]
    [InlineData("{ Color }", "red")]
    [InlineData("{{{Color}}} and }}{{", "{red} and }{")]
    [InlineData("{Ad copy}", "a {braced} text")]
    [InlineData("{ad_copy}", "a {braced} text")]
    public void A_prompt_is_made_of_cells_with_their_ends_trimmed(string template, string prompt)
    {
        RowReading reading = Read(template, ("Color", "red"), ("Product", "mug"), ("Surface", " wet\ttable "), ("Ad copy", "a {braced} text"));

        Assert.Equal(prompt, reading.Draft.Prompt);
        Assert.Empty(reading.Faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\u00A0")]
    [InlineData("\u200B")]
    [InlineData(null)]
    public void A_blank_cell_is_a_fault_of_its_row(string? blank)
    {
        RowReading reading = Read("A {Color} {Product}", ("Color", blank), ("Product", "mug"));

        UgcFault fault = Assert.Single(reading.Faults);
        Assert.Equal(("PromptTemplateEmpty", "Color"), (fault.Code, fault.Field));
        Assert.Contains("Column 'Color' is empty", fault.Message, StringComparison.Ordinal);
        Assert.Null(reading.Draft.Prompt);
    }

    [Fact]
    public void Every_blank_in_a_prompt_is_named_at_once() =>
        Assert.Equal(["A", "C"], Read("{A}{B}{C}{a}", ("A", ""), ("B", "x"), ("C", "")).Faults.Select(fault => fault.Field));

    [Fact]
    public void A_spreadsheets_error_is_no_part_of_a_prompt_unless_that_is_allowed()
    {
        Assert.Equal("SpreadsheetError", Assert.Single(Read("A {Color} mug", ("Color", "#N/A")).Faults).Code);

        RowReading taken = RowColumns.Match(CreationDescriptor.Video, ["Color"], template: PromptTemplate.Parse("A {Color} mug")).Read(_ => "#N/A", skipValidation: true);
        Assert.Equal("A #N/A mug", taken.Draft.Prompt);
        Assert.Empty(taken.Faults);
    }

    [Theory]
    [InlineData("{Colr}", "'Colr'", "Did you mean Color?")]
    [InlineData("{Shade}", "'Shade'", "The columns are Color, Product.")]
    public void A_column_that_is_not_there_stops_everything_and_names_those_that_are(string template, string column, string says)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Match(template, "Color", "Product"));

        Assert.Equal(UgcLabErrorKind.ColumnSuspicious, error.Kind);
        Assert.Contains($"There is no column {column}", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_a_later_row_lacks_is_that_rows_fault()
    {
        RowReading reading = RowColumns.Match(CreationDescriptor.Video, ["Model"], template: PromptTemplate.Parse("A {Color} mug"), mayMiss: true).Read(_ => "veo-3.1");

        Assert.Equal("PromptTemplateEmpty", Assert.Single(reading.Faults).Code);
        Assert.Contains("not in this row", reading.Faults[0].Message, StringComparison.Ordinal);
        Assert.Equal("veo-3.1", reading.Draft.Model);
    }

    [Theory]
    [InlineData("A red mug", "PromptTwice")]
    [InlineData(" ", null)]
    [InlineData("", null)]
    public void A_row_with_a_prompt_of_its_own_has_one_too_many(string own, string? code)
    {
        RowReading reading = Read("A {Color} mug", ("Prompt", own), ("Color", "blue"));

        Assert.Equal(code, reading.Faults.SingleOrDefault()?.Code);
        Assert.Equal(code is null ? "A blue mug" : own, reading.Draft.Prompt);
    }

    [Fact]
    public void A_rows_own_prompt_may_be_a_part_of_it()
    {
        RowReading reading = Read("{Text}, as a film of 1970", ("Text", "A red mug"));

        Assert.Equal("A red mug, as a film of 1970", reading.Draft.Prompt);
        Assert.Empty(reading.Faults);
    }

    [Fact]
    public void Its_columns_are_no_surprise_and_may_be_called_as_they_like()
    {
        RowColumns columns = Match("{Promt} {Modell}", "Promt", "Modell", "Other");

        Assert.Equal(["Other"], columns.Unrecognized);
        Assert.True(columns.IsUsed("Promt"));
        Assert.True(columns.Any);
    }

    [Fact]
    public void A_column_that_changes_the_order_as_well_is_pointed_out()
    {
        Assert.Equal([("Count", CreationField.Variants)], Match("{Count} {Product} of {Sku}", "Count", "Product", "Sku", "Model").Doubled);
        Assert.Empty(RowColumns.Match(CreationDescriptor.Video, ["Count", "Takes"], ColumnMap.Of(CreationDescriptor.Video, [new("Variants", "Takes")]), PromptTemplate.Parse("{Count} mugs")).Doubled);
    }

    [Fact]
    public void A_secret_is_no_part_of_it() =>
        Assert.Contains("do not belong in a sheet", Assert.Throws<UgcLabException>(() => Match("{Password}", "Password")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_template_and_a_column_for_the_prompt_are_one_too_many()
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => RowColumns.Match(CreationDescriptor.Video, ["A"], ColumnMap.Of(CreationDescriptor.Video, [new("Prompt", "A")]), PromptTemplate.Parse("{A}")));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
    }

    [Theory]
    [InlineData("A {Color", "never closed")]
    [InlineData("A Color}", "never opened")]
    [InlineData("A {} mug", "hold no name")]
    [InlineData(" ", "blank")]
    [InlineData("A red mug", "names no column")]
    [InlineData("A {{Color}} mug", "names no column")]
    public void A_template_that_cannot_be_meant_is_refused(string template, string says)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => PromptTemplate.Parse(template));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static RowColumns Match(string template, params string[] headers) => RowColumns.Match(CreationDescriptor.Video, headers, template: PromptTemplate.Parse(template));

    private static RowReading Read(string template, params (string Column, string? Cell)[] row) =>
        Match(template, [.. row.Select(each => each.Column)]).Read(column => row.First(each => each.Column == column).Cell);
}
