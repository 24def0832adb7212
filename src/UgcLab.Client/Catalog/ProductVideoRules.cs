using UgcLab.Catalog;

namespace UgcLab;

/// <summary>The rules of <c>POST /ugc/product-in-hand</c> (docs/product-in-hand).</summary>
public static class ProductVideoRules
{
    /// <summary>Characters of a script at most: far fewer than a talking actor's.</summary>
    public const int LongestScript = 500;

    /// <summary>Checks a draft and reports every fault at once.</summary>
    /// <param name="draft">The video as somebody wrote it.</param>
    /// <param name="skipValidation">Whether values are sent as typed; see <see cref="CreationKind.Check"/>.</param>
    public static CreationCheck Check(CreationDraft draft, bool skipValidation = false) =>
        ActorRules.Check(UgcKind.ProductVideo, LongestScript, draft, skipValidation);
}
