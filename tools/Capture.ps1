#requires -Version 7.4
<#
.SYNOPSIS
    Writes what the first campaign shows in terminals of 80 and of 120 columns to docs/images. Needs tmux and the built module:
    dotnet run --project tools/Pwsh -- -File tools/Capture.ps1
#>
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$folder = Join-Path ([IO.Path]::GetTempPath()) 'campaign'
$server = "ugclab-capture-$PID"
$campaign = @(
    "Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = './rehearsal' }"
    'Import-Csv ./examples/campaign.csv | Test-UgcVideo | Where-Object { -not $_.IsValid }'
    'Import-Csv ./examples/campaign.csv | Measure-UgcVideo -WarningAction Ignore'
    'Invoke-UgcBatch ./examples/campaign.csv -Destination ./videos -SkipInvalid'
    'Get-UgcBatch'
    'Get-UgcHistory -First 5'
    'Get-UgcLimit'
    'Get-UgcContext'
)
$failures = @(
    "Connect-UgcLab -Simulator -SimulatorOption @{ Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 }, @{ Kind = 'FailedJob'; On = 'Create' } }"
    'Invoke-UgcBatch ./examples/ads.csv -Destination ./ads -First 4'
    'Get-UgcBatch'
    'Get-UgcBatch ads -Row'
    'Get-UgcBatch ads -State Unconfirmed | Format-List RowNumber, Message, Evidence'
    'Resolve-UgcBatchRow -Batch ads -RowNumber 2 -NotCharged'
    'Get-UgcHistory'
)

function Invoke-Tmux { tmux -L $server -f /dev/null @args; if ($LASTEXITCODE) { throw "tmux $args" } }

function Wait-Screen([string] $Pattern) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (($text = ((Invoke-Tmux capture-pane -p -J -S - -t 0) -join "`n").TrimEnd()) -notmatch $Pattern) {
        if ($watch.Elapsed.TotalSeconds -gt 60) { throw "'$Pattern' wasn't shown:`n$text" }
        Start-Sleep -Milliseconds 50
    }
}

# What a terminal shows of these commands. Questions are answered with Y.
function Get-Capture([int] $Columns, [string[]] $Commands) {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory $folder
    Copy-Item "$root/examples" $folder -Recurse
    $start = Join-Path $folder '.start.ps1'
    Set-Content $start "Import-Module '$root/out/UgcLab'; Set-PSReadLineOption -PredictionSource None; function prompt { 'PS> ' }; Clear-Host"
    $own = [Environment]::GetCommandLineArgs()[0]
    $pwsh = [Environment]::ProcessPath -like '*dotnet*' ? "dotnet exec '$own'" : "'$([Environment]::ProcessPath)'"
    Invoke-Tmux new-session -d -x $Columns -y 50 -c $folder "env HOME='$folder' LC_ALL=C.UTF-8 $pwsh -NoLogo -NoProfile -NoExit -File '$start'" ';' set-option history-limit 5000
    try {
        Wait-Screen '^PS>$'
        foreach ($command in $Commands) {
            Invoke-Tmux send-keys -t 0 -l $command
            Wait-Screen "$([regex]::Escape($command.Substring([Math]::Max(0, $command.Length - 20))))$"
            Invoke-Tmux send-keys -t 0 Enter
            if ($command -like 'Invoke-*' -or $command -like 'Resolve-*') {
                Wait-Screen 'Help\s+\(default is "[YN]"\):$'
                Invoke-Tmux send-keys -t 0 Y Enter
            }

            if ($command -like '*campaign.csv -Destination*') {
                # The bar is gone at the end.
                Wait-Screen '\nBatch \w+ \['
                $bar = (Invoke-Tmux capture-pane -p -t 0) -match '^Batch \w+ \['
            }

            Wait-Screen '\nPS>$'
        }

        (((Invoke-Tmux capture-pane -p -S - -t 0).TrimEnd() -join "`n") -replace '\s*PS>\s*$') + "`n"
        if ($bar) { "`nWhile the batch runs`n`n$bar`n" }
    }
    finally { Invoke-Tmux kill-server }
}

foreach ($columns in 80, 120) {
    $text = "The first campaign of the README, in a terminal of $columns columns`n`n$(-join (Get-Capture $columns $campaign))`nRows that failed or are unconfirmed`n`n$(Get-Capture $columns $failures)"
    Set-Content (Join-Path $root "docs/images/terminal-$columns.txt") $text.TrimEnd()
}

Remove-Item $folder -Recurse -Force
