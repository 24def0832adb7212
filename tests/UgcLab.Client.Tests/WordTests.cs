using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace UgcLab.Client.Tests;

/// <summary>Messages, help, and documentation use one plain word for each concept.</summary>
public sealed partial class WordTests
{
    // Not used, and what to use instead. Each is a regular expression for whole words, in any case.
    private static readonly (string Not, string Use)[] Words =
    [
        ("in doubt", "unconfirmed"),
        ("suspect|unsure", "unconfirmed"),
        ("buys?|buying|bought|buyers?", "create; creation"),
        ("receipts?|sendings", "purchase"),
        ("settles?|settled|settling", "resolve; reconcile"),
        ("witness(es)?", "evidence"),
        ("(a|an|each|every|of|per|several|more) takes?", "variant"),
        ("(?<!injected )faults?|faulty", "error; invalid"),
        ("sound rows?|unsound", "valid row; invalid"),
        ("tak(e|es|en) (it |them |that )?up", "resume"),
        ("go(es)? on", "continue; resume"),
        ("br(eak|eaks|oke|oken) off|breaking off", "stopped; interrupted"),
        ("brakes?|purses?", "spending limit"),
        ("ledgers?|logbooks?|(?<!rollback |-)journals?", "store; history"),
        ("lanes?|no turn|turns? (left|to)", "rate limit; slot"),
        ("sent (us )?away|left alone", "throttled; pause until"),
        ("sweeps?|watch(es)? over", "poll"),
        ("sightings?|oddit(y|ies)", "difference"),
        ("judg(e|es|ed|ement|ements)", "validate; validation"),
        ("mend(s|ed|ing)?", "correct"),
        ("told|heard|hears|believed?|believes", "reported; known"),
        ("nobody('s)?|somebody('s)?|whoever|nobody else", "no one; name the user or the process"),
        ("alone", "only"),
        ("as ever|how-manieth|so-and-so", "say it plainly"),
        ("travels? along|nothing reads", "stay available; columns not used"),
        ("speaks (for|against)", "probably charged; probably not charged"),
        ("given up|g(ive|ives|iving) up", "abandoned"),
        ("after all(?! of)|goes in a circle", "say it plainly"),
        ("in place of|takes? the place of|take the name", "instead of; replace"),
        ("(is|are) none of", "isn't one of"),
        ("(?<!there )(is|are) no (?!longer)[a-z]+", "isn't a"),
        ("it may be had|what (became|came) of|what is wrong with", "outcome"),
        ("by now|as it stands|stands in", "now; unchanged; is in"),
        ("look (it up )?in the dashboard", "check the dashboard"),
        ("tills?|desks?(?! lamp)|doors?|weather|at home", "no metaphor"),
        (@"\w*(colour|favour|behaviour|honour|neighbour)\w*|catalogues?|licences?|(cancel|label)led|centres?|grey|spelt|analyse[ds]?"
            + @"|(recogni|organi|normali|seriali|initiali|summari|synchroni|minimi|maximi)(se[ds]?|sing|sations?)", "American spelling"),
    ];

    private static readonly (Regex Not, string Use)[] Patterns =
    [
        .. from word in Words
           let whole = $@"(?<![\w-])({word.Not})(?![\w-])"
           select (new Regex(whole, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), word.Use),
    ];

    // Public names that stay, as code.
    private const string Names = @"-BuyAgain|BuyAgain|`Witness[e]s`|\w*Faults?\b(?=[ =;.,:)]|$)|FaultKind";

    public static TheoryData<string> Pages => [.. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md" }
        .Concat(Under("docs", "*.md"))
        .Concat(Under("src/UgcLab.PowerShell/Module", "*.txt"))
        .Concat(Under("src/UgcLab.PowerShell/Module", "*.ps1xml"))];

    public static TheoryData<string> Sources => [.. Under("src", "*.cs")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_uses_plain_words(string page) => Assert.Empty(Found(File.ReadAllLines(Full(page))));

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_message_uses_plain_words(string file) =>
        Assert.Empty(Found(Texts(CSharpSyntaxTree.ParseText(File.ReadAllText(Full(file))).GetRoot())));

    [Theory]
    [InlineData("class A { string B = \"Row 1 is in doubt.\"; }", "in doubt")]
    [InlineData("class A { string B = $\"{1} was bought\"; }", "bought")]
    [InlineData("class A { /// <summary>Holds the brake.</summary>\n [Parameter] public int B { get; set; } }", "brake")]
    [InlineData("class A { // The row was bought.\n int B; }", "bought")]
    [InlineData("class A { int B; // Whoever asks.\n }", "Whoever")]
    [InlineData("class A {\n // The row is in\n // doubt.\n int B; }", "in doubt")]
    [InlineData("class A {\n /// <summary>\n /// Resumes what broke\n /// off.</summary>\n int B; }", "broke off")]
    public void A_forbidden_word_is_found_in_a_source(string source, string word) =>
        Assert.Contains($"'{word}'", Assert.Single(Found(Texts(CSharpSyntaxTree.ParseText(source).GetRoot()))), StringComparison.Ordinal);

    // A program that uses the library has no cmdlets. What an error advises is for those who have.
    [Fact]
    public void A_message_of_the_library_names_no_cmdlet() => Assert.Empty(CmdletsInMessages(
        [.. new[] { "Client", "Engines", "Excel", "Simulator" }.SelectMany(project => Under($"src/UgcLab.{project}", "*.cs"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Full(file))).GetRoot())]));

    [Theory]
    [InlineData("throw new UgcLabException(UgcLabErrorKind.JobFailed, $\"{1} failed. Run Get-UgcJob.\");", true)]
    [InlineData("UgcLabException error = new(UgcLabErrorKind.JobFailed, \"It failed. \" + \"Run Get-UgcJob.\", \"Wait.\");", true)]
    [InlineData("throw Invalid(\"is a folder. Run Get-UgcJob.\");", true)]
    [InlineData("throw Invalid(\"is a folder.\", \"Run Get-UgcJob.\");", false)]
    [InlineData("throw new UgcLabException(UgcLabErrorKind.JobFailed, \"It failed.\", \"Run Get-UgcJob.\");", false)]
    public void A_cmdlet_in_a_message_is_found(string code, bool isFound) => Assert.Equal(isFound, CmdletsInMessages([CSharpSyntaxTree.ParseText(
        $"class A {{ void B() {{ {code} }} static UgcLabException Invalid(string what, string advice) => new(UgcLabErrorKind.FileInvalid, what, advice); }}")
        .GetRoot()]).Any());

    // The texts of errors, and of the methods that make them, except what is passed on as advice.
    private static IEnumerable<string> CmdletsInMessages(IReadOnlyCollection<SyntaxNode> roots)
    {
        // The methods of each type that make an error, and which of their arguments is its advice.
        ILookup<(string? Type, string Name), int> makers = roots.SelectMany(root => root.DescendantNodes()).OfType<MethodDeclarationSyntax>()
            .Where(method => method.ReturnType.ToString().TrimEnd('?') == nameof(UgcLabException))
            .ToLookup(
                method => (TypeOf(method), method.Identifier.Text),
                method => method.ParameterList.Parameters.IndexOf(parameter => parameter.Identifier.Text == "advice"));

        return roots.SelectMany(root => root.DescendantNodes()).SelectMany(node => node switch
        {
            ObjectCreationExpressionSyntax { ArgumentList.Arguments: [_, ArgumentSyntax message, ..] } made
                when made.Type.ToString() == nameof(UgcLabException) => [message],
            ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments: [ArgumentSyntax kind, ArgumentSyntax message, ..] }
                when kind.ToString().StartsWith(nameof(UgcLabErrorKind), StringComparison.Ordinal) => [message],
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax name } made when makers.Contains((TypeOf(made), name.Identifier.Text)) =>
                made.ArgumentList.Arguments.Where((_, index) => !makers[(TypeOf(made), name.Identifier.Text)].Contains(index)),
            _ => Enumerable.Empty<ArgumentSyntax>(),
        }).SelectMany(Texts).Where(text => Cmdlet().IsMatch(text));

        static string? TypeOf(SyntaxNode node) => node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text;
    }

    private static IEnumerable<string> Found(IEnumerable<string> texts) =>
        from text in texts
        let plain = PublicNames().Replace(text, "x")
        from word in Patterns
        let match = word.Not.Match(plain)
        where match.Success
        select $"'{match.Value}', use '{word.Use}': {text.Trim()}";

    // Texts of more than one word, and all comments.
    private static IEnumerable<string> Texts(SyntaxNode root)
    {
        IEnumerable<string> literals = root.DescendantNodes().Select(node => node switch
        {
            LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
            InterpolatedStringExpressionSyntax text => string.Concat(
                text.Contents.Select(part => part is InterpolatedStringTextSyntax plain ? plain.TextToken.ValueText : "…")),
            _ => "",
        }).Where(text => text.Contains(' ', StringComparison.Ordinal));
        return literals.Concat(
            root.DescendantTokens().SelectMany(token => new[] { token.LeadingTrivia, token.TrailingTrivia }).Select(Comment));
    }

    // The comments at a token as one text, so that a line break within a phrase doesn't hide it.
    private static string Comment(SyntaxTriviaList around) => Markers().Replace(
        string.Concat(around.Where(part => !part.IsDirective && !part.IsKind(SyntaxKind.DisabledTextTrivia))
            .Select(part => part.ToFullString())),
        " ").Trim();

    private static IEnumerable<string> Under(string folder, string pattern) =>
        Directory.GetFiles(Full(folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(AboutTopicTests.Root(), path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string Full(string path) => Path.Combine(AboutTopicTests.Root(), path);

    [GeneratedRegex(@"\b[A-Z][a-z]+-Ugc[A-Z]")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(Names)]
    private static partial Regex PublicNames();

    // What isn't prose in a comment: its slashes, with the white space around them, and the names in attributes of its elements.
    [GeneratedRegex(@"\s*(\n\s*)?//+\s*|\s*\n\s*|(cref|name)=""[^""]*""")]
    private static partial Regex Markers();
}
