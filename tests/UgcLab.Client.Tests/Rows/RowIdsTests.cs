namespace UgcLab.Client.Tests.Rows;

public class RowIdsTests
{
    [Theory]
    [InlineData("mug-1", "mug-1")]
    [InlineData("  mug 1\t", "mug 1")]
    [InlineData("1", "1")]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void An_identity_is_the_cell_without_the_space_around_it(string? cell, string? rowId)
    {
        RowReading reading = Read(cell);

        Assert.Equal(rowId, reading.RowId);
        Assert.Empty(reading.Faults);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void An_identity_has_two_hundred_characters_at_most(int length, bool isSound) =>
        Assert.Equal(isSound, Read(new string('x', length)).RowId is not null);

    [Theory]
    [InlineData("a\nb", "RowIdInvalid")]
    [InlineData("a\0b", "RowIdInvalid")]
    [InlineData("Gr\uFFFD\uFFFDe", "ReplacementChar")]
    [InlineData("#REF!", "SpreadsheetError")]
    [InlineData("ugc_0123456789abcdef0123456789abcdef0123456789abcdef", "SecretInInput")]
    public void What_can_be_no_identity_is_a_fault_of_its_row(string cell, string code)
    {
        RowReading reading = Read(cell);

        UgcFault fault = Assert.Single(reading.Faults);
        Assert.Equal((code, "RowId"), (fault.Code, fault.Field));
        Assert.DoesNotContain("0123456789abcdef", fault.ToString(), StringComparison.Ordinal);
        Assert.Null(reading.RowId);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_in_no_identity() => Assert.Equal("RowIdInvalid", Assert.Single(Read("a\uD800b").Faults).Code);

    [Fact]
    public void An_identity_belongs_to_one_row_and_case_makes_another()
    {
        RowIds ids = new();

        Assert.Null(ids.Add("mug", 3));
        Assert.Null(ids.Add("Mug", 4));
        UgcFault? twice = ids.Add("mug", 5);
        Assert.Equal("RowIdTwice", twice?.Code);
        Assert.Contains("row 3", twice?.Message, StringComparison.Ordinal);

        ids.Clear();
        Assert.Null(ids.Add("mug", 1));
    }

    [Fact]
    public void An_identity_is_no_surprise_and_creates_nothing()
    {
        RowColumns columns = RowColumns.Match(CreationDescriptor.Video, ["Row Id", "Colour"]);

        Assert.Equal(["Colour"], columns.Unused);
        Assert.False(columns.Any);
    }

    [Fact]
    public void A_slip_in_its_name_stops_everything() =>
        Assert.Contains("Did you mean RowId?", Assert.Throws<UgcLabException>(() => RowColumns.Match(CreationDescriptor.Video, ["RowIds"])).Message, StringComparison.Ordinal);

    private static RowReading Read(string? cell) => RowColumns.Match(CreationDescriptor.Video, ["RowId"]).Read(_ => cell);
}
