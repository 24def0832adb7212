using System.Collections;

namespace UgcLab.PowerShell.Commands;

/// <summary>Sends any request, for endpoints without a cmdlet, within the rate limits, and records it if it may be charged.</summary>
/// <remarks>
/// <para>The path is relative to the base address: 'projects', '/ugc/ID', 'ugc/video'. A full address is accepted if it lies below the base
/// address. A path that could lead elsewhere is refused before anything is sent: .. and //, backslashes, percent-encoded slashes and dots,
/// fragments, line breaks, and user names. The key is sent to no other host.</para>
/// <para>A GET request is a read. It follows the rate limits of all reads, is retried after an error of the service or the network, and
/// costs nothing. The cmdlet returns the answer's data as objects. A list is returned item by item, and with -All to its last page; each
/// page is requested only when the pipeline reaches it. Dates stay the text that the service sent. -Raw returns the whole answer as text,
/// including its meta member.</para>
/// <para>Any other request may cost credits. The cmdlet asks for confirmation, records the request in the store before it is sent and again
/// when it is answered, sends it once, and never sends it again automatically. The error UgcOutcomeUnconfirmed reports that the answer was
/// lost. The request counts toward the limit of 100 creations an hour. If the answer names jobs that were created, they are returned as
/// UgcJob, for Wait-UgcJob and Save-UgcVideo. If it names none, its data is returned, and Get-UgcHistory shows the request as Answered. A
/// POST to ugc/NAME is treated as a creation, so if its answer names no job, the purchase is unconfirmed.</para>
/// <para>Only two things are validated before a request is sent: that the body is JSON, and that the request holds no key. New-UgcVideo and
/// the other creation cmdlets validate what they send, and their -AdditionalProperty accepts members that are new. There are no batches
/// here: a request that you run twice is sent and charged twice. The price isn't known beforehand, so -MaxCredit and -KeepCredit allow a
/// request while any credits are left.</para>
/// <para>There is no parameter for headers. The key is the only header that the service documents, and a key header that could be
/// overwritten could be sent anywhere.</para>
/// </remarks>
/// <example>
/// <title>Read a new endpoint</title>
/// <code>Invoke-UgcRequest actors -Query @{ limit = 20 }</code>
/// </example>
/// <example>
/// <title>Read all pages of a list</title>
/// <code>Invoke-UgcRequest projects -Query @{ limit = 100 } -All | Where-Object ugcCount -eq 0</code>
/// </example>
/// <example>
/// <title>Create a video with a new model and a new field</title>
/// <code>Invoke-UgcRequest ugc/video -Method Post -Body @{ projectId = (Get-UgcProject)[0].Id; prompt = 'A paper boat sails down a street'; model = 'veo-3.1'; duration = '8' } | Wait-UgcJob | Save-UgcVideo</code>
/// <para>Asks for confirmation, creates the video once, waits for it, and saves it. Add -WhatIf to see what would be sent.</para>
/// </example>
/// <example>
/// <title>Read the request id of an answer</title>
/// <code>(Invoke-UgcRequest "ugc/$((Get-UgcHistory -First 1).Jobs[0].UgcId)" -Raw | ConvertFrom-Json).meta.requestId</code>
/// </example>
/// <seealso href="https://ugclab.app/docs">The service's documentation</seealso>
[Cmdlet(VerbsLifecycle.Invoke, "UgcRequest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PSObject), typeof(UgcJob), typeof(string))]
public sealed class InvokeUgcRequestCommand : UgcCmdlet
{
    private SpendingLimit? _limit;
    private string? _asked;

    /// <summary>The path below the base address, with a query if there is one, or a full address below the base address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [TextOnly]
    public string Path { get; set; } = "";

    /// <summary>The HTTP method. It is never inferred from the other parameters: specify it for a request that may cost credits.</summary>
    /// <value>Get</value>
    [Parameter]
    [ValidValues("Get", "Post", "Put", "Patch", "Delete")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string Method { get; set; } = "Get";

    /// <summary>The body: JSON as text, or a hashtable or an object that is converted to it. The session's project is not added.</summary>
    [Parameter]
    [AllowNull]
    public object? Body { get; set; }

    /// <summary>Names and values for the query, encoded automatically. A list repeats its name, and $null is left out.</summary>
    [Parameter]
    public IDictionary? Query { get; set; }

    /// <summary>Reads a list to its last page. Without this switch, one page is returned, and a warning says if there are more.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Returns each answer as text, whole and as the service sent it: one text per page.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Your own label for the jobs that the request may create, for the local history and file names. It isn't sent.</summary>
    [Parameter]
    public string? Reference { get; set; }

    /// <summary>
    /// The most credits that this run may spend. The price of such a request isn't known, so requests are sent while any of these credits
    /// are left. After a request that doesn't report its cost, no more are sent.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCredit { get; set; }

    /// <summary>The credits that must remain in the workspace, as far as the store knows its balance.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? KeepCredit { get; set; }

    /// <summary>Suppresses the confirmation prompt. Under Connect-UgcLab -MaxCreditPerDay, also sends requests of unknown price.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object? Target => _asked;

    private protected override string? Subject => _asked;

    private bool IsRead => Method.Equals("Get", StringComparison.OrdinalIgnoreCase);

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        string? fault = IsRead switch
        {
            true when Body is not null =>
                "A read has no body. -Query adds to the address; a body goes with -Method Post, which may cost credits.",
            false when All => "-All is for lists that are read.",
            false when !Force && !IsWhatIf && !WasConfirmed && !CanAsk
                && $"{GetVariableValue("ConfirmPreference")}" != nameof(ConfirmImpact.None) =>
                "In a non-interactive session, specify -Force to send a request that may cost credits.",
            _ => null,
        };
        return fault is null ? Task.CompletedTask : throw Invalid.Argument(fault);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        // A refused path may contain a secret, so no error quotes it.
        _asked = null;
        if (IsOver)
        {
            CountUnsent();
            return;
        }

        RequestPath path = Client.Requests.At(Path, Pairs());
        _asked = $"{Method.ToUpperInvariant()} {path}";
        if (IsRead)
        {
            await ReadAsync(path, cancellationToken);
        }
        else
        {
            await SendAsync(Client.Requests.Make(Method, path, Body is null ? null : PSValues.Value(Body)), cancellationToken);
        }
    }

    private async Task ReadAsync(RequestPath path, CancellationToken cancellationToken)
    {
        // A read changes nothing and needs no confirmation, but with -WhatIf nothing is sent at all.
        if (IsWhatIf && !ShouldProcess(_asked!, "Read"))
        {
            return;
        }

        await foreach (UgcAnswer answer in Client.Requests.ReadAsync(path, All, Notices, cancellationToken))
        {
            Write(answer);
            if (answer.NextCursor is not null && !All && !path.HasPage)
            {
                WriteWarning($"{_asked}: this is one page, and the service has more. -All follows them.");
            }
        }
    }

    private async Task SendAsync(RawRequest request, CancellationToken cancellationToken)
    {
        if (!(Force && !IsWhatIf) && !ShouldProcess($"{request} {request.Body}".TrimEnd(), "Send once, which may cost credits"))
        {
            return;
        }

        if (request.Kind is UgcKind kind)
        {
            WriteVerbose(
                $"New-Ugc{kind} checks such a request before it sends it, and its -AdditionalProperty takes members that are new.");
        }

        _limit ??= await Client.LimitSpendingAsync(
            MaxCredit ?? OpenSession?.MaxCredit, KeepCredit ?? OpenSession?.KeepCredit, cancellationToken);
        UgcAnswer answer = await Client.Requests.SendAsync(
            request, string.IsNullOrWhiteSpace(Reference) ? null : Reference, _limit, Force, Notices, cancellationToken);
        Returned(answer.Jobs);
        Write(answer);
    }

    private protected override Task EndAsync(CancellationToken cancellationToken)
    {
        WriteUnsent();
        return Task.CompletedTask;
    }

    private void Write(UgcAnswer answer) => WriteObjects(
        Raw ? (answer.Text.Length == 0 ? [] : [answer.Text])
        : answer.Jobs.Count > 0 ? answer.Jobs
        : answer.Items().Select(JsonObjects.Of));

    private IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        foreach ((string name, object? value) in PSValues.Members(Query))
        {
            foreach (object? item in value is IEnumerable and not (string or IDictionary) ? ((IEnumerable)value).Cast<object?>() : [value])
            {
                string? text = item switch
                {
                    null => null,
                    DateTime time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
                    DateTimeOffset time => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                    IDictionary or IEnumerable and not string =>
                        throw Invalid.Argument($"-Query {name} is a list of lists or a table, which no query can hold."),
                    _ => PSValues.Text(item),
                };
                if (text is not null)
                {
                    yield return new(name, text);
                }
            }
        }
    }
}
