#requires -Version 7.4
<#
.SYNOPSIS
    Creates videos from the rows of a CSV file and saves them to a folder, against the simulator or the live service.
.PARAMETER Csv
    The file with the rows.
.PARAMETER Out
    The folder for the videos.
.PARAMETER ApiKeyVariable
    Uses the live service, with the key in the environment variable of this name. Requests cost credits.
.PARAMETER ProjectId
    The project for rows that name none.
.PARAMETER Yes
    Sends the requests to the live service without asking.
#>
param(
    [string] $Csv = (Join-Path $PSScriptRoot '../campaign.csv'),
    [string] $Out = 'videos',
    [string] $ApiKeyVariable,
    [string] $ProjectId,
    [switch] $Yes
)

if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
Import-Module (Join-Path $PSScriptRoot '../../out/UgcLab/UgcLab.psd1')
$csv = (Resolve-Path $Csv -ErrorAction Stop).Path
$out = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Out)

# Says what a command does, shows it as it would be typed, and runs it. Dot-sourced, so that its variables stay.
function Step([string] $What, [string] $Command) {
    Write-Host
    Write-Host $What -ForegroundColor Cyan
    Write-Host "PS> $Command"
    . ([scriptblock]::Create($Command)) | Out-Default
}

if ($ApiKeyVariable) {
    $plain = [Environment]::GetEnvironmentVariable($ApiKeyVariable)
    if ([string]::IsNullOrWhiteSpace($plain)) {
        [Console]::Error.WriteLine("The environment variable $ApiKeyVariable contains no key. Set it, then run the command again.")
        exit 2
    }

    $session = @{ ApiKey = ConvertTo-SecureString $plain.Trim() -AsPlainText -Force }
    if ($ProjectId) { $session.ProjectId = $ProjectId }
    . Step 'Connect to the live service. Requests cost credits.' 'Connect-UgcLab @session'
}
else {
    . Step 'Connect to the simulator. Nothing leaves this computer, nothing costs credits, and time runs fast.' 'Connect-UgcLab -Simulator'
}

. Step 'Read the rows of the file.' '$rows = Import-Csv $csv; $rows | Format-Table Reference, Model, Duration, Prompt'
. Step 'Validate every row. Nothing is sent.' '$rows | Test-UgcVideo -OutVariable tests'

$valid = @($tests | Where-Object IsValid).Count
$videos = ($tests | Measure-Object Videos -Sum).Sum
Write-Host "Valid rows: $valid of $($rows.Count). They make $valid requests for $videos videos."
if ($ApiKeyVariable -and -not $Yes -and ([Console]::IsInputRedirected -or (Read-Host 'Type yes to send them') -ne 'yes')) {
    Write-Host 'Nothing was sent. Specify -Yes to send the requests without this question.'
    exit 3
}

. Step 'Send each valid row, wait for its videos and save them. The invalid row is reported and skipped.' '$rows | New-UgcVideo | Wait-UgcJob -OutVariable jobs | Save-UgcVideo -Destination $out -OutVariable saved'
. Step 'Show the jobs.' '$jobs'
. Step 'Show the history of paid requests.' 'Get-UgcHistory'

$credits = ($jobs | Measure-Object NetCredits -Sum).Sum
Write-Host
Write-Host "$(@($saved).Count) of $videos videos are in $out. They cost $credits credits. A JSON file beside each video says how it was made."
Write-Host 'For a prompt with the module loaded, run: dotnet run --project tools/Pwsh'
exit [int](@($saved).Count -ne $videos)
