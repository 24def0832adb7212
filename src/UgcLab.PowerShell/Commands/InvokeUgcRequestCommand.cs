using System.Collections;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Sends any request to the service, for what it offers later than this version: with the session's key and pace, and with the care for money that every purchase here has.</summary>
/// <remarks>
/// <para>The path is one below the base address: 'projects', '/ugc/ID', 'ugc/video'. A whole address is taken if it lies below the base address, and whatever could lead elsewhere is refused before anything is sent: .. and //, backslashes, slashes and dots behind a %, fragments, line ends, user names. The key goes to no other host.</para>
/// <para>A GET is a read: it keeps the pace of all reads, is made again after a fault of the service or the network, and costs nothing. What comes out is the answer's data as objects; a list comes item by item, and with -All to its last page, each page asked for only when somebody gets to it. Dates stay the text that the service sent. -Raw gives the whole answer as text, its meta member among it.</para>
/// <para>Everything else may cost credits, for all that anybody knows. It asks first, is recorded in the store before it goes out and again when it is answered, is sent once, and is never sent again by itself; the error UgcOutcomeUnconfirmed says that its answer was lost. It draws on the hundred creations an hour. If the answer names jobs that were made, they come out as UgcJob, for Wait-UgcJob and Save-UgcVideo; if it names none, its data comes out, and Get-UgcHistory shows the request as Answered. A POST to ugc/NAME is taken for a creation, so an answer of it that names no job is an unconfirmed purchase.</para>
/// <para>Nothing is checked before it is sent but that it is JSON and holds no key: New-UgcVideo and its kin check what they send, and their -AdditionalProperty takes a member that is new. There are no batches here: what is run twice is bought twice. The price is not known beforehand, so -MaxCredit and -KeepCredit let one request through while anything is left.</para>
/// <para>There is no parameter for headers: the key is the only one that the service documents, and one that could be overwritten could be sent anywhere.</para>
/// </remarks>
/// <example>
/// <title>Read an endpoint that is new</title>
/// <code>Invoke-UgcRequest actors -Query @{ limit = 20 }</code>
/// </example>
/// <example>
/// <title>Page through a list</title>
/// <code>Invoke-UgcRequest projects -Query @{ limit = 100 } -All | Where-Object ugcCount -eq 0</code>
/// </example>
/// <example>
/// <title>Buy with a model and a field that are new</title>
/// <code>Invoke-UgcRequest ugc/video -Method Post -Body @{ projectId = $id; prompt = 'A paper boat sails down a street'; model = 'sora-3'; duration = '20'; seed = 7 } | Wait-UgcJob | Save-UgcVideo</code>
/// <para>Asks, buys once, waits and saves. Add -WhatIf to see what would be sent.</para>
/// </example>
/// <example>
/// <title>The answer as it came</title>
/// <code>(Invoke-UgcRequest ugc/clzz00000000000000000job1 -Raw | ConvertFrom-Json).meta.requestId</code>
/// </example>
/// <seealso href="https://ugclab.app/docs">The service's documentation</seealso>
[Cmdlet(VerbsLifecycle.Invoke, "UgcRequest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PSObject), typeof(UgcJob), typeof(string))]
public sealed class InvokeUgcRequestCommand : UgcCmdlet
{
    private CreditBrake? _brake;
    private string? _asked;

    /// <summary>The path below the base address, with a query if there is one. An address is not needed, and taken only below the base address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [TextAlone]
    public string Path { get; set; } = "";

    /// <summary>The method. It is never guessed from the other parameters: one that costs has to be written.</summary>
    /// <value>Get</value>
    [Parameter]
    [ValidateSet("Get", "Post", "Put", "Patch", "Delete")]
    public string Method { get; set; } = "Get";

    /// <summary>What is sent: a hashtable or an object, written as JSON, or JSON as text. Sent as it is; the session's project is not added.</summary>
    [Parameter]
    [AllowNull]
    public object? Body { get; set; }

    /// <summary>Names and values for the query; values are encoded here. A list gives its name once for each item, and $null is left out.</summary>
    [Parameter]
    public IDictionary? Query { get; set; }

    /// <summary>Follows a list to its last page. Without it one page comes, and a warning says that there are more.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Returns the answer as text, a page a text: whole, and as the service sent it.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Your own label for the jobs that may come of it. It stays in the local record and in file names, and is not sent.</summary>
    [Parameter]
    public string? Reference { get; set; }

    /// <summary>Credits that this run may spend at most. The price of such a request is not known: one goes out while anything is left, and after one that does not say what it cost, none.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCredit { get; set; }

    /// <summary>Credits that must be left in the workspace, as far as the local record knows its balance.</summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? KeepCredit { get; set; }

    /// <summary>Does not ask. It silences that question and nothing else.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object? Target => _asked;

    private protected override string? Subject => _asked;

    private bool IsRead => Method.Equals("Get", StringComparison.OrdinalIgnoreCase);

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        string? fault = IsRead switch
        {
            true when Body is not null => "A read has no body. -Query adds to the address; a body goes with -Method Post, which may cost credits.",
            false when All => "-All is for lists that are read.",
            false when !Force && !IsWhatIf && !WasConfirmed && !CanAsk && $"{GetVariableValue("ConfirmPreference")}" != nameof(ConfirmImpact.None) =>
                "Nobody can be asked here, and a request that may cost credits has to be agreed to: -Force does.",
            _ => null,
        };
        return fault is null ? Task.CompletedTask : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, fault);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        // A path that is refused may be a secret: it is in no error.
        _asked = null;
        RequestPath path = Client.Requests.At(Path, Pairs());
        _asked = $"{Method.ToUpperInvariant()} {path}";
        if (IsRead)
        {
            await ReadAsync(path, cancellationToken);
        }
        else
        {
            await SendAsync(Client.Requests.Make(Method, path, Body is null ? null : PSObjectUnwrapper.Value(Body)), cancellationToken);
        }
    }

    private async Task ReadAsync(RequestPath path, CancellationToken cancellationToken)
    {
        // A read changes nothing and needs no question; but who says -WhatIf wants nothing to leave this computer.
        if (IsWhatIf && !ShouldProcess(_asked!, "Read"))
        {
            return;
        }

        await foreach (UgcAnswer answer in Client.Requests.ReadAsync(path, All, Notices, cancellationToken))
        {
            Write(answer);
            if (answer.HasMore && !All && !path.HasPage)
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
            WriteVerbose($"New-Ugc{kind} checks such a request before it sends it, and its -AdditionalProperty takes members that are new.");
        }

        _brake ??= await Client.BrakeAsync(MaxCredit, KeepCredit, cancellationToken);
        Write(await Client.Requests.SendAsync(request, string.IsNullOrWhiteSpace(Reference) ? null : Reference, _brake, Force, Notices, cancellationToken));
    }

    private void Write(UgcAnswer answer) => WriteObjects(
        Raw ? (answer.Text.Length == 0 ? [] : [answer.Text])
        : answer.Jobs.Count > 0 ? answer.Jobs
        : answer.Items().Select(JsonObjects.Of));

    private IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        foreach ((string name, object? value) in PSObjectUnwrapper.Members(Query))
        {
            foreach (object? item in value is IEnumerable and not (string or IDictionary) ? ((IEnumerable)value).Cast<object?>() : [value])
            {
                string? text = item switch
                {
                    null => null,
                    bool flag => flag ? "true" : "false",
                    DateTime time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
                    DateTimeOffset time => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                    SwitchParameter flag => flag ? "true" : "false",
                    IDictionary or IEnumerable and not string => throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"-Query {name} is a list of lists or a table, which no query can hold."),
                    _ => Convert.ToString(item, CultureInfo.InvariantCulture),
                };
                if (text is not null)
                {
                    yield return new(name, text);
                }
            }
        }
    }
}
