using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Buys videos in which an actor holds a product and speaks: one request a row, one job for each actor and take.</summary>
/// <remarks>
/// <para>Rows, batches, bounds and doubts are those of New-UgcVideo. The script may have 500 characters, far fewer than a talking actor's.</para>
/// <para>The documented prices are 63, 75 and 113 credits for 10s, 15s and 25s, and 88, 125 and 113 at -Tier pro, for each video; once something was bought, what it really cost is used.</para>
/// </remarks>
/// <example>
/// <title>A sheet of products</title>
/// <code>Import-Csv ./products.csv | New-UgcProductVideo -ActorId clzz000000000000000actor1 -Duration 15s -Batch spring | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>The sheet has columns Script, Actions and ProductImageUrl. Run again, it pays for nothing twice.</para>
/// </example>
/// <example>
/// <title>What would it cost?</title>
/// <code>Import-Csv ./products.csv | New-UgcProductVideo -ActorId clzz000000000000000actor1 -Duration 15s -WhatIf</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/product-in-hand">The service's page on products in hand</seealso>
[Cmdlet(VerbsCommon.New, "UgcProductVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob))]
[DynamicParameters(typeof(ProductVideoSettings))]
public sealed class NewUgcProductVideoCommand : BuyingCmdlet
{
    /// <summary>The quality. Left out, the service makes standard. Blank means not given.</summary>
    [Parameter]
    [Alias("Quality")]
    [MissingIsBlank]
    [ValidateSet("standard", "pro", "")]
    public string? Tier { get; set; }

    private protected override CreationKind Creation => CreationKind.Of(UgcKind.ProductVideo);
}
