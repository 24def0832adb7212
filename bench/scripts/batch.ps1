# One run of Invoke-UgcBatch in a fresh pwsh, or one line of something else beside it. Says in one line: its seconds, the
# processor's seconds, how many MB its peak lay above the process before it, and the rows that it saw.
param([string]$Service, [string]$Sheet, [string]$Module, [string]$What, [string]$Destination)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module
$key = ConvertTo-SecureString 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef' -AsPlainText -Force
Connect-UgcLab -ApiKey $key -BaseUri $Service -RequestLimit 0 -CreationLimit 0 -ReadLimit 0 6> $null

function Peak { [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1e6 }

$before = Peak
$used = [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
$watch = [Diagnostics.Stopwatch]::StartNew()
$rows = switch ($What) {
    'import' { (Import-Csv $Sheet | Measure-Object).Count }
    'preview' { Invoke-UgcBatch $Sheet -Name ads -WhatIf 6>$null; 0 }

    # In a non-interactive session without a spending limit it ends at its question, with every row planned.
    'plan' { try { Invoke-UgcBatch $Sheet -Name ads 6>$null } catch { if ($_.FullyQualifiedErrorId -notlike 'UgcArgument*') { throw } } 0 }
    'run' { (Invoke-UgcBatch $Sheet -Name ads -Destination $Destination -Force 6>$null).Saved }
}
$took = $watch.Elapsed.TotalSeconds
$work = ([Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime - $used).TotalSeconds
[Console]::Out.WriteLine([string]::Format([cultureinfo]::InvariantCulture, '{0:0.000} {1:0.000} {2:0.0} {3}', $took, $work, ((Peak) - $before), $rows))
