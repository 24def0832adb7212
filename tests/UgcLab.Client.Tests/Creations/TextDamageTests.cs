namespace UgcLab.Client.Tests.Creations;

/// <summary>Texts that a program wrote where it had none.</summary>
public class TextDamageTests
{
    [Theory]
    [InlineData("#N/A")]
    [InlineData("#n/a")]
    [InlineData("#N/D")]
    [InlineData("#I/T")]
    [InlineData("#Н/Д")]
    [InlineData("#N/A N/A")]
    [InlineData("#NV")]
    [InlineData("#YOK")]
    [InlineData("#HIÁNYZIK")]
    [InlineData("#NENÍ_K_DISPOZICI")]
    [InlineData("#GETTING_DATA")]
    [InlineData("#REF!")]
    [InlineData("=#REF!")]
    [InlineData("#BEZUG!")]
    [InlineData("#¡VALOR!")]
    [InlineData("#¿NOMBRE?")]
    [InlineData("#NOM ?")]
    [InlineData("#ДЕЛ/0!")]
    [InlineData("#Wert!")]
    [InlineData("##")]
    [InlineData("########")]
    [InlineData("Err:502")]
    [InlineData("#ERR:508")]
    [InlineData("Ошибка:502")]
    [InlineData("Błąd:504")]
    [InlineData("Erreur :522")]
    public void A_spreadsheets_error_is_known_by_its_shape(string text) => Assert.True(TextDamage.InPlaceOfText(text)?.IsOfSheet, text);

    [Theory]
    [InlineData("System.Object[]")]
    [InlineData("System.Collections.Hashtable")]
    [InlineData("System.Collections.Generic.List`1[System.String]")]
    [InlineData("System.Management.Automation.PSCustomObject")]
    [InlineData("Deserialized.System.Data.DataRow")]
    [InlineData("Microsoft.PowerShell.Commands.GroupInfo")]
    [InlineData("UgcLab.UgcJob[]")]
    [InlineData("string[]")]
    [InlineData("@{Color=red; Product=mug}")]
    [InlineData("A @{Color=red} mug on a table")]
    [InlineData("A System.Object[] mug on a table")]
    [InlineData("[object Object]")]
    [InlineData("A [object Object] on a table")]
    [InlineData("<__main__.Row object at 0x7f1c>")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("undefined")]
    [InlineData("NaN")]
    [InlineData("(null)")]
    [InlineData("Loading...")]
    public void The_name_of_a_type_and_a_missing_value_are_known_by_their_shape(string text) => Assert.Equal("Placeholder", TextDamage.InPlaceOfText(text)?.Code);

    [Theory]
    [InlineData("#1001")]
    [InlineData("#A-12")]
    [InlineData("#summer")]
    [InlineData("A fox #running in snow, 50% off!")]
    [InlineData("our film: #N/A is not an answer")]
    [InlineData("SKU:502")]
    [InlineData("Row 5: 502")]
    [InlineData("Spring.Mug")]
    [InlineData("mug[2]")]
    [InlineData("The system. All of it.")]
    [InlineData("Write to ann@example.com")]
    [InlineData("nullify")]
    [InlineData("C# and F#")]
    [InlineData("{\"name\":\"value\"}")]
    public void Other_texts_are_texts(string text) => Assert.Empty(TextDamage.Of(text));

    [Theory]
    [InlineData("#N/D", "SpreadsheetError")]
    [InlineData("System.Object[]", "ReferenceInvalid")]
    [InlineData("ref\u0007", "ReferenceInvalid")]
    [InlineData("ref\u009F", "ReferenceInvalid")]
    public void A_label_that_names_files_is_checked_as_what_is_sent(string reference, string code)
    {
        foreach (CreationDescriptor kind in CreationDescriptor.All)
        {
            CreationDraft draft = kind.Kind switch
            {
                UgcKind.Video => Drafts.Veo,
                UgcKind.Image => Drafts.Veo with { Model = "seedream-4.5", Tier = "pro", Duration = null },
                UgcKind.TalkingActor => Drafts.Talking,
                UgcKind.ProductVideo => Drafts.Product,
                _ => Drafts.Motion,
            };
            Assert.Equal(code, Drafts.OnlyFault(kind.Kind, draft with { Reference = reference }).Code);
        }
    }

    [Theory]
    [InlineData("Ann \u0007")]
    [InlineData("System.Object[]")]
    [InlineData("#REF!")]
    public void Texts_within_objects_are_checked_as_well(string text)
    {
        string json = System.Text.Json.JsonSerializer.Serialize(new { characterDescription = text + (text[0] is 'A' ? "x" : ""), environment = "Kitchen" });

        Assert.Equal("CustomActorInvalid", Drafts.OnlyFault(UgcKind.TalkingActor, Drafts.Talking with { ActorId = null, CustomActor = json }).Code);
        Assert.Equal("AdditionalPropertyInvalid", Drafts.OnlyFault(Drafts.Veo with { AdditionalProperties = new Dictionary<string, object?> { ["note"] = new object?[] { text + (text[0] is 'A' ? "x" : "") } } }).Code);
    }

    [Theory]
    [InlineData("=A1&\" mug\"", true)]
    [InlineData("=VERKETTEN(A1;B1)", true)]
    [InlineData("+SUM(A1:A3)", true)]
    [InlineData("@TODAY()", true)]
    [InlineData("- a fox", false)]
    [InlineData("+1 for a fox", false)]
    public void A_formula_is_known_by_its_shape(string text, bool isFormula) => Assert.Equal(isFormula, TextDamage.IsFormula(text));

    [Theory]
    [InlineData("A {Product} on a {Color} table", "{Product}")]
    [InlineData("A {{ product }} mug", "{{ product }")]
    [InlineData("A ${Color} mug", "{Color}")]
    [InlineData("A <<Produkt name>> mug", "<<Produkt name>>")]
    [InlineData("A {} mug, { 1, 2 }", null)]
    public void A_name_that_nothing_fills_in_is_found(string text, string? name) => Assert.Equal(name, TextDamage.UnfilledName(text));
}
