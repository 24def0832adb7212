namespace UgcLab.PowerShell.Commands;

/// <summary>Creates videos in which an actor holds a product and speaks: one request per row, one job per actor and variant.</summary>
/// <remarks>
/// <para>Rows, batches, spending limits, and unconfirmed purchases work as in New-UgcVideo. The script is limited to 500 characters,
/// compared with 3000 for a talking actor.</para>
/// <para>The documented prices per video are 63, 75, and 113 credits for 10s, 15s, and 25s, and 88, 125, and 113 credits at -Tier pro.
/// After the first purchase, the price that was charged is used.</para>
/// </remarks>
/// <example>
/// <title>Create product videos from a CSV file</title>
/// <code>Import-Csv ./products.csv | New-UgcProductVideo -ActorId (Get-UgcActor)[0].Id -Duration 15s -Batch spring | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// <para>The file has the columns Script, Actions, and ProductImageUrl. Run the command again to resume; no row is created twice.</para>
/// </example>
/// <example>
/// <title>Estimate the cost of a CSV file</title>
/// <code>Import-Csv ./products.csv | New-UgcProductVideo -ActorId (Get-UgcActor)[0].Id -Duration 15s -WhatIf</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/product-in-hand">The service's page on products in hand</seealso>
[Cmdlet(VerbsCommon.New, "UgcProductVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcJob), typeof(UgcSavedVideo))]
[DynamicParameters(typeof(ProductVideoSettings))]
public sealed class NewUgcProductVideoCommand : CreationCmdlet
{
    /// <summary>The quality. If it isn't specified, the service uses standard.</summary>
    [Parameter]
    [Alias("Quality")]
    [ValidValues("standard", "pro", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Tier { get; set; }

    private protected override CreationDescriptor Creation => CreationDescriptor.Of(UgcKind.ProductVideo);
}
