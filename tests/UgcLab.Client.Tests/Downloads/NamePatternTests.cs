namespace UgcLab.Client.Tests.Downloads;

public sealed class NamePatternTests
{
    private static string Fill(string pattern, params (string Field, string? Value)[] fields) =>
        NamePattern.Parse(pattern).Fill(name => fields.FirstOrDefault(field => field.Field == name).Value);

    [Theory]
    [InlineData("{Reference}-{Model}-v{VariantIndex}", "SKU-1-veo-3.1-v0")]
    [InlineData("{ Reference }", "SKU-1")]
    [InlineData("{{{Reference}}}", "{SKU-1}")]
    [InlineData("plain", "plain")]
    [InlineData("{Blank}-{Model}", "veo-3.1")]
    [InlineData("{Reference}-{Blank}-{Model}", "SKU-1-veo-3.1")]
    [InlineData("{Reference}_{Blank}-{Nothing} {Model}", "SKU-1_veo-3.1")]
    [InlineData("{Model} - {Blank}", "veo-3.1")]
    [InlineData("{Blank}", "")]
    [InlineData("{Blank}-{Nothing}", "")]
    [InlineData("{Blank}{Model}", "veo-3.1")]
    [InlineData("{Double}-{Model}", "a--b-veo-3.1")]
    [InlineData("{Path}", "a_.._b")]
    [InlineData("{Device}", "_CON")]
    public void A_pattern_becomes_a_file_name(string pattern, string name) => Assert.Equal(name, Fill(
        pattern, ("Reference", "SKU-1"), ("Model", "veo-3.1"), ("VariantIndex", "0"), ("Blank", " "), ("Double", "a--b"), ("Path", "a/../b"), ("Device", "CON")));

    [Theory]
    [InlineData("{Reference")]
    [InlineData("Reference}")]
    [InlineData("{Reference{Model}}")]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("a{")]
    [InlineData("")]
    [InlineData("  ")]
    public void A_pattern_that_cannot_be_meant_is_refused(string pattern)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => NamePattern.Parse(pattern));
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, error.Kind);
    }
}
